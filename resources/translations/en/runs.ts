<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::ComparisonArea</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>first %n run(s); tick runs to choose</source>
        <translation>
            <numerusform>first run; tick runs to choose</numerusform>
            <numerusform>first %n runs; tick runs to choose</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>lines of all %n run(s)</source>
        <translation>
            <numerusform>lines of %n run</numerusform>
            <numerusform>lines of all %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExperimentsPanel</name>
    <message numerus="yes">
        <source>%n run(s) deleted</source>
        <translation>
            <numerusform>%n run deleted</numerusform>
            <numerusform>%n runs deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s)</source>
        <translation>
            <numerusform>Delete run</numerusform>
            <numerusform>Delete %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) saved as %1</source>
        <translation>
            <numerusform>%n run saved as %1</numerusform>
            <numerusform>%n runs saved as %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No run matches %n filter(s)</source>
        <translation>
            <numerusform>No run matches this filter</numerusform>
            <numerusform>No run matches these %n filters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n selected</source>
        <translation>
            <numerusform>The only one selected</numerusform>
            <numerusform>All %n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::HeatPlot</name>
    <message numerus="yes">
        <source>best %1 of %n run(s); click selects them</source>
        <translation>
            <numerusform>best %1 of one run; click selects it</numerusform>
            <numerusform>best %1 of %n runs; click selects them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::LinesView</name>
    <message numerus="yes">
        <source>%n more group(s) not drawn</source>
        <translation>
            <numerusform>%n more group not drawn</numerusform>
            <numerusform>%n more groups not drawn</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunsText</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
</context>
</TS>
