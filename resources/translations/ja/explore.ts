<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>tatara::ui::RowsFilter</name>
    <message>
        <source>Type a day or time, such as 2011-03-04, &gt;2011-03 or 2011..2012</source>
        <translation>日付や時刻を入力してください。例：2011-03-04、&gt;2011-03、2011..2012</translation>
    </message>
    <message>
        <source>Type a number, such as 5, &gt;5, 3..7 or 1, 2</source>
        <translation>数を入力してください。例：5、&gt;5、3..7、1, 2</translation>
    </message>
    <message>
        <source>“%1” cannot be read. %2</source>
        <translation>「%1」は読み取れません。%2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RowsPage</name>
    <message>
        <source>That row is filtered out</source>
        <translation>その行は絞り込みで除かれています</translation>
    </message>
    <message>
        <source>Go to row</source>
        <translation>行へ移動</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>色分け</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>This version has no rows</source>
        <translation>このバージョンには行がありません</translation>
    </message>
    <message>
        <source>Its columns are listed on the Profile tab.</source>
        <translation>列は「プロファイル」タブにあります。</translation>
    </message>
    <message>
        <source>No row matches</source>
        <translation>一致する行がありません</translation>
    </message>
    <message>
        <source>Every one of %1 rows is filtered out.</source>
        <translation>%1 行すべてが絞り込みで除かれています。</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>絞り込みを解除</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%2 行中 %1 行</translation>
    </message>
    <message>
        <source>%1 of %2 columns</source>
        <translation>%2 列中 %1 列</translation>
    </message>
    <message>
        <source>%1 rows marked</source>
        <translation>%1 行を選択中</translation>
    </message>
    <message>
        <source>%1 – %2 of %3</source>
        <translation>%3 行中 %1 – %2</translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation>昇順に並べ替え</translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation>降順に並べ替え</translation>
    </message>
    <message>
        <source>Sort by this too</source>
        <translation>並べ替えの列に加える</translation>
    </message>
    <message>
        <source>Pin at the left</source>
        <translation>左に固定</translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>左へ移動</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>右へ移動</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隠す</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Hide all but the first</source>
        <translation>先頭以外を隠す</translation>
    </message>
    <message>
        <source>More columns, from %1</source>
        <translation>ほかの列（%1 番目から）</translation>
    </message>
    <message>
        <source>Copy rows as TSV</source>
        <translation>行を TSV でコピー</translation>
    </message>
    <message>
        <source>Copy rows as CSV</source>
        <translation>行を CSV でコピー</translation>
    </message>
    <message>
        <source>Copy as pandas</source>
        <translation>pandas としてコピー</translation>
    </message>
    <message>
        <source>Copy as SQL</source>
        <translation>SQL としてコピー</translation>
    </message>
    <message>
        <source>The first %1 of %2 rows are copied; a clipboard holds no more</source>
        <translation>%2 行のうち先頭の %1 行をコピーしました。クリップボードに入るのはここまでです</translation>
    </message>
    <message>
        <source>%1 rows copied</source>
        <translation>%1 行をコピーしました</translation>
    </message>
    <message>
        <source>SQL copied</source>
        <translation>SQL をコピーしました</translation>
    </message>
    <message>
        <source>pandas code copied</source>
        <translation>pandas のコードをコピーしました</translation>
    </message>
    <message>
        <source>Type a row number from 1 to %1</source>
        <translation>1 から %1 までの行番号を入力してください</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RowsView</name>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Filter of %1</source>
        <translation>%1 の絞り込み</translation>
    </message>
    <message>
        <source>Filter: 5, &gt;5, 3..7, 1, 2 or missing; of text a part of it, or =all of it</source>
        <translation>絞り込み：5、&gt;5、3..7、1, 2、missing。文字列は一部、または =全体</translation>
    </message>
</context>
</TS>
