<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::BestChart</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExperimentList</name>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::HomeFigures</name>
    <message numerus="yes">
        <source>in %n experiments</source>
        <translation>
            <numerusform>in %n experiment</numerusform>
            <numerusform>in %n experiments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n split(s) traffic</source>
        <translation>
            <numerusform>%n splits traffic</numerusform>
            <numerusform>%n split traffic</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::HomePanel</name>
    <message numerus="yes">
        <source>%n put off</source>
        <translation>
            <numerusform>%n put off</numerusform>
            <numerusform>%n put off</numerusform>
        </translation>
    </message>
</context>
</TS>
