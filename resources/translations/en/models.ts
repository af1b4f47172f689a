<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::ComparisonPage</name>
    <message numerus="yes">
        <source>%n are the same</source>
        <translation>
            <numerusform>%n is the same</numerusform>
            <numerusform>%n are the same</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ModelList</name>
    <message numerus="yes">
        <source>%n versions</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reviews open</source>
        <translation>
            <numerusform>%n review open</numerusform>
            <numerusform>%n reviews open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ModelPage</name>
    <message numerus="yes">
        <source>%n versions</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n archived</source>
        <translation>
            <numerusform>Show %n archived</numerusform>
            <numerusform>Show %n archived</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ModelsPanel</name>
    <message numerus="yes">
        <source>%n endpoints follow it and get version %1 too: %2</source>
        <translation>
            <numerusform>%n endpoint follows it and gets version %1 too: %2</numerusform>
            <numerusform>%n endpoints follow it and get version %1 too: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionPage</name>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inputs</source>
        <translation>
            <numerusform>%n input</numerusform>
            <numerusform>%n inputs</numerusform>
        </translation>
    </message>
</context>
</TS>
