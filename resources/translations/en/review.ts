<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ReviewText</name>
    <message numerus="yes">
        <source>%n decisions</source>
        <translation>
            <numerusform>%n decision</numerusform>
            <numerusform>%n decisions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comments</source>
        <translation>
            <numerusform>%n comment</numerusform>
            <numerusform>%n comments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::CodeView</name>
    <message numerus="yes">
        <source>+%1 −%2 in %n files</source>
        <translation>
            <numerusform>+%1 −%2 in %n file</numerusform>
            <numerusform>+%1 −%2 in %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReviewPage</name>
    <message numerus="yes">
        <source>%1 rows</source>
        <translation>
            <numerusform>%1 row</numerusform>
            <numerusform>%1 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 rows</source>
        <translation>
            <numerusform>%1, %2 row</numerusform>
            <numerusform>%1, %2 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %1 slices</source>
        <translation>
            <numerusform>The only slice</numerusform>
            <numerusform>All %1 slices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReviewPanel</name>
    <message numerus="yes">
        <source>%n endpoints follow %1 and get it too: %2</source>
        <translation>
            <numerusform>%n endpoint follows %1 and gets it too: %2</numerusform>
            <numerusform>%n endpoints follow %1 and get it too: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::SliceTable</name>
    <message numerus="yes">
        <source>%n rows</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
</TS>
