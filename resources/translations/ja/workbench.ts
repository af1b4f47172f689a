<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>tatara::workbench::Workbench</name>
    <message>
        <source>Open workspace</source>
        <translation>ワークスペースを開く</translation>
    </message>
    <message>
        <source>New workspace: choose an empty folder</source>
        <translation>新しいワークスペース：空のフォルダーを選択</translation>
    </message>
    <message>
        <source>Making the example workspace</source>
        <translation>サンプルワークスペースを作成</translation>
    </message>
    <message>
        <source>The workspace cannot be opened</source>
        <translation>ワークスペースを開けません</translation>
    </message>
</context>
</TS>
