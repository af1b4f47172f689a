<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::MetricCharts</name>
    <message numerus="yes">
        <source>%n metric(s)</source>
        <translation>
            <numerusform>%n metric</numerusform>
            <numerusform>%n metrics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ParametersPage</name>
    <message numerus="yes">
        <source>%n parameter(s)</source>
        <translation>
            <numerusform>%n parameter</numerusform>
            <numerusform>%n parameters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::SliceChart</name>
    <message numerus="yes">
        <source>%n more; enlarge the card to see them</source>
        <translation>
            <numerusform>%n more; enlarge the card to see it</numerusform>
            <numerusform>%n more; enlarge the card to see them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::TraceView</name>
    <message numerus="yes">
        <source>%n spans</source>
        <translation>
            <numerusform>%n span</numerusform>
            <numerusform>%n spans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more spans are not shown</source>
        <translation>
            <numerusform>%n more span is not shown</numerusform>
            <numerusform>%n more spans are not shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::TracesPage</name>
    <message numerus="yes">
        <source>%n traces</source>
        <translation>
            <numerusform>%n trace</numerusform>
            <numerusform>%n traces</numerusform>
        </translation>
    </message>
</context>
</TS>
