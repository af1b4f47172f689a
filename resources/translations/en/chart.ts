<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::BarList</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::BoxChart</name>
    <message numerus="yes">
        <source>%1 %2 · %n row(s) · median %3, p25 %4, p75 %5, p5 %6, p95 %7</source>
        <translation>
            <numerusform>%1 %2 · %n row · median %3, p25 %4, p75 %5, p5 %6, p95 %7</numerusform>
            <numerusform>%1 %2 · %n rows · median %3, p25 %4, p75 %5, p5 %6, p95 %7</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartTooltip</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartView</name>
    <message numerus="yes">
        <source>Chart of %n value(s) a series: %1</source>
        <translation>
            <numerusform>Chart of %n value a series: %1</numerusform>
            <numerusform>Chart of %n values a series: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineChart</name>
    <message numerus="yes">
        <source>%n value(s) ≤ 0 not shown</source>
        <translation>
            <numerusform>%n value ≤ 0 not shown</numerusform>
            <numerusform>%n values ≤ 0 not shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) NaN or infinite</source>
        <translation>
            <numerusform>%n value NaN or infinite</numerusform>
            <numerusform>%n values NaN or infinite</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line chart of %n line(s)</source>
        <translation>
            <numerusform>Line chart of %n line</numerusform>
            <numerusform>Line chart of %n lines</numerusform>
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
        <source>%n line(s) drawn from a summary so far</source>
        <translation>
            <numerusform>%n line drawn from a summary so far</numerusform>
            <numerusform>%n lines drawn from a summary so far</numerusform>
        </translation>
    </message>
</context>
</TS>
