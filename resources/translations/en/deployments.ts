<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui</name>
    <message numerus="yes">
        <source>All %1 kept requests: their inputs, answers and labels, a row each.</source>
        <translation>
            <numerusform>The kept request: its inputs, answers and labels, a row each.</numerusform>
            <numerusform>All %1 kept requests: their inputs, answers and labels, a row each.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labels</source>
        <translation>
            <numerusform>%n label</numerusform>
            <numerusform>%n labels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::DeploymentsPanel</name>
    <message numerus="yes">
        <source>%n endpoints</source>
        <translation>
            <numerusform>%n endpoint</numerusform>
            <numerusform>%n endpoints</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests erased</source>
        <translation>
            <numerusform>%n request erased</numerusform>
            <numerusform>%n requests erased</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests were answered but could not be kept; the disk may be full</source>
        <translation>
            <numerusform>%n request was answered but could not be kept; the disk may be full</numerusform>
            <numerusform>%n requests were answered but could not be kept; the disk may be full</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::DisagreementPage</name>
    <message numerus="yes">
        <source>%1 rows are kept</source>
        <translation>
            <numerusform>%1 row is kept</numerusform>
            <numerusform>%1 rows are kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows kept</source>
        <translation>
            <numerusform>%1 row kept</numerusform>
            <numerusform>%1 rows kept</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::EndpointOverview</name>
    <message numerus="yes">
        <source>%1 %, %n days</source>
        <translation>
            <numerusform>%1 %, %n day</numerusform>
            <numerusform>%1 %, %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%2 labels to %1</source>
        <translation>
            <numerusform>%2 label to %1</numerusform>
            <numerusform>%2 labels to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 requests</source>
        <translation>
            <numerusform>%1 of %2 request</numerusform>
            <numerusform>%1 of %2 requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 requests</source>
        <translation>
            <numerusform>%1 request</numerusform>
            <numerusform>%1 requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 contradict</source>
        <translation>
            <numerusform>%1, %2 contradicts</numerusform>
            <numerusform>%1, %2 contradict</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExportSheet</name>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::LogPage</name>
    <message numerus="yes">
        <source>%n lines, newest first</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines, newest first</numerusform>
        </translation>
    </message>
</context>
</TS>
