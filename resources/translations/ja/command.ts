<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>tatara::ui::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>コマンドパレット</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>検索またはコマンドを実行</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使ったもの</translation>
    </message>
    <message>
        <source>What to do with %1</source>
        <translation>%1 に対する操作</translation>
    </message>
    <message>
        <source>Nothing is called “%1”</source>
        <translation>「%1」という名前のものはありません</translation>
    </message>
</context>
</TS>
