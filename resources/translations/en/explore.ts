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
    <name>tatara::ui::ExplorePanel</name>
    <message numerus="yes">
        <source>Remove %1 and its %n versions?</source>
        <translation>
            <numerusform>Remove %1 and its %n version?</numerusform>
            <numerusform>Remove %1 and its %n versions?</numerusform>
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
