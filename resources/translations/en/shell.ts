<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::MainWindow</name>
    <message numerus="yes">
        <source>Close while %n tasks are running?</source>
        <translation>
            <numerusform>Close while %n task is running?</numerusform>
            <numerusform>Close while %n tasks are running?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::NewRunSheet</name>
    <message numerus="yes">
        <source>Start %n runs</source>
        <translation>
            <numerusform>Start %n run</numerusform>
            <numerusform>Start %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunNotices</name>
    <message numerus="yes">
        <source>%n runs failed</source>
        <translation>
            <numerusform>%n run failed</numerusform>
            <numerusform>%n runs failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs were stopped</source>
        <translation>
            <numerusform>%n run was stopped</numerusform>
            <numerusform>%n runs were stopped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs finished</source>
        <translation>
            <numerusform>%n run finished</numerusform>
            <numerusform>%n runs finished</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::StatusBar</name>
    <message numerus="yes">
        <source>%n tasks running</source>
        <translation>
            <numerusform>%n task running</numerusform>
            <numerusform>%n tasks running</numerusform>
        </translation>
    </message>
</context>
</TS>
