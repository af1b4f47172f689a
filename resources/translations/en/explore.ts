<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::ColumnHistogram</name>
    <message numerus="yes">
        <source>%1: %n bars</source>
        <translation>
            <numerusform>%1: %n bar</numerusform>
            <numerusform>%1: %n bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ComparePage</name>
    <message numerus="yes">
        <source>the first %n of each column</source>
        <translation>
            <numerusform>the first %n of each column</numerusform>
            <numerusform>the first %n of each column</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::DataHeader</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notes</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::DriftPage</name>
    <message numerus="yes">
        <source>%n of %1 columns have shifted</source>
        <translation>
            <numerusform>%n of %1 columns has shifted</numerusform>
            <numerusform>%n of %1 columns have shifted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExplorePanel</name>
    <message numerus="yes">
        <source>Remove %1 and its %n versions?</source>
        <translation>
            <numerusform>Remove %1 and its %n version?</numerusform>
            <numerusform>Remove %1 and its %n versions?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n values do not fit and count as missing</source>
        <translation>
            <numerusform>%n value does not fit and counts as missing</numerusform>
            <numerusform>%n values do not fit and count as missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Report of %n pinned views…</source>
        <translation>
            <numerusform>Report of %n pinned view…</numerusform>
            <numerusform>Report of %n pinned views…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pinned; %n views wait for “Export report”</source>
        <translation>
            <numerusform>Pinned; %n view waits for “Export report”</numerusform>
            <numerusform>Pinned; %n views wait for “Export report”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n views</source>
        <translation>
            <numerusform>%n view</numerusform>
            <numerusform>%n views</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::FixSheet</name>
    <message numerus="yes">
        <source>%n columns</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 cells change in %n columns</source>
        <translation>
            <numerusform>%1 cells change in %n column</numerusform>
            <numerusform>%1 cells change in %n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n columns are dropped</source>
        <translation>
            <numerusform>%n column is dropped</numerusform>
            <numerusform>%n columns are dropped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ImportSheet</name>
    <message numerus="yes">
        <source>%n values do not fit and count as missing</source>
        <translation>
            <numerusform>%n value does not fit and counts as missing</numerusform>
            <numerusform>%n values do not fit and count as missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::Inspector</name>
    <message numerus="yes">
        <source>Rows per bin, %n bins</source>
        <translation>
            <numerusform>Rows per bin, %n bin</numerusform>
            <numerusform>Rows per bin, %n bins</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 to %2  ·  %n steps</source>
        <translation>
            <numerusform>%1 to %2  ·  %n step</numerusform>
            <numerusform>%1 to %2  ·  %n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineagePage</name>
    <message numerus="yes">
        <source>%n datasets</source>
        <translation>
            <numerusform>%n dataset</numerusform>
            <numerusform>%n datasets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n logged models</source>
        <translation>
            <numerusform>%n logged model</numerusform>
            <numerusform>%n logged models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model versions</source>
        <translation>
            <numerusform>%n model version</numerusform>
            <numerusform>%n model versions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineageView</name>
    <message numerus="yes">
        <source>%n steps before</source>
        <translation>
            <numerusform>%n step before</numerusform>
            <numerusform>%n steps before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps after</source>
        <translation>
            <numerusform>%n step after</numerusform>
            <numerusform>%n steps after</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionRail</name>
    <message numerus="yes">
        <source>Used by %n run(s)</source>
        <translation>
            <numerusform>Used by %n run</numerusform>
            <numerusform>Used by %n runs</numerusform>
        </translation>
    </message>
</context>
</TS>
