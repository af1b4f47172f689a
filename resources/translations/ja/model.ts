<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>tatara::ui::GridDelegate</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
</context>
</TS>
