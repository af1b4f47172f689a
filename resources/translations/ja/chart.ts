<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Ticks</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>MMM d</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
</context>
<context>
    <name>tatara::ui::BarList</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::BoxChart</name>
    <message>
        <source>Count</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中央値</translation>
    </message>
    <message numerus="yes">
        <source>%1 %2 · %n row(s) · median %3, p25 %4, p75 %5, p5 %6, p95 %7</source>
        <translation>
            <numerusform>%1 %2 · %n 行 · 中央値 %3、p25 %4、p75 %5、p5 %6、p95 %7</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartCard</name>
    <message>
        <source>Expand</source>
        <translation>広げる</translation>
    </message>
    <message>
        <source>Chart menu</source>
        <translation>グラフのメニュー</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>詳細をコピー</translation>
    </message>
    <message>
        <source>View as table</source>
        <translation>表で見る</translation>
    </message>
    <message>
        <source>Copy as PNG</source>
        <translation>PNG としてコピー</translation>
    </message>
    <message>
        <source>Copy as SVG</source>
        <translation>SVG としてコピー</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>CSV としてコピー</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>グラフを保存</translation>
    </message>
    <message>
        <source>PNG image (*.png);;SVG drawing (*.svg);;CSV table (*.csv)</source>
        <translation>PNG 画像 (*.png);;SVG 図形 (*.svg);;CSV 表 (*.csv)</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Markdown としてコピー</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>LaTeX としてコピー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartTable</name>
    <message>
        <source>The first %1 of %2 rows</source>
        <translation>%2 行中の最初の %1 行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartTableDialog</name>
    <message>
        <source>Copy as CSV</source>
        <translation>CSV としてコピー</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartTooltip</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… ほか %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartView</name>
    <message>
        <source>View as table</source>
        <translation>表で見る</translation>
    </message>
    <message>
        <source>Shows the numbers of the chart in a table</source>
        <translation>グラフの数値を表で表示します</translation>
    </message>
    <message>
        <source>Chart without values</source>
        <translation>値のないグラフ</translation>
    </message>
    <message numerus="yes">
        <source>Chart of %n value(s) a series: %1</source>
        <translation>
            <numerusform>系列ごとに %n 個の値を持つグラフ：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DensityPlot</name>
    <message>
        <source>Count</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>%1 %2 to %3, %4 %5 to %6: %7</source>
        <translation>%1 %2～%3、%4 %5～%6: %7</translation>
    </message>
</context>
<context>
    <name>tatara::ui::Histogram</name>
    <message>
        <source>From</source>
        <translation>から</translation>
    </message>
    <message>
        <source>To</source>
        <translation>まで</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>%1 to %2: %3</source>
        <translation>%1～%2: %3</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LeftOutSign</name>
    <message>
        <source>beginning above</source>
        <translation>始めは上に</translation>
    </message>
    <message>
        <source>beginning below</source>
        <translation>始めは下に</translation>
    </message>
    <message>
        <source>The steep beginning goes up to %1. Click to show all values.</source>
        <translation>急な始まりは %1 まで上がります。クリックするとすべての値を表示します。</translation>
    </message>
    <message>
        <source>The steep beginning goes down to %1. Click to show all values.</source>
        <translation>急な始まりは %1 まで下がります。クリックするとすべての値を表示します。</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineChart</name>
    <message numerus="yes">
        <source>%n value(s) ≤ 0 not shown</source>
        <translation>
            <numerusform>0 以下の値 %n 個は表示されません</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) NaN or infinite</source>
        <translation>
            <numerusform>NaN または無限大の値 %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>y 軸を対数にする</translation>
    </message>
    <message>
        <source>Fit all values</source>
        <translation>すべての値を収める</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全体を表示</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑化済み</translation>
    </message>
    <message>
        <source>Line chart without values</source>
        <translation>値のない折れ線グラフ</translation>
    </message>
    <message numerus="yes">
        <source>Line chart of %n line(s)</source>
        <translation>
            <numerusform>%n 本の線の折れ線グラフ</numerusform>
        </translation>
    </message>
    <message>
        <source>, x %1 to %2, y %3 to %4</source>
        <translation>、x は %1～%2、y は %3～%4</translation>
    </message>
    <message>
        <source>+%1 more</source>
        <translation>ほか %1 件</translation>
    </message>
    <message>
        <source>%1, low</source>
        <translation>%1、下端</translation>
    </message>
    <message>
        <source>%1, high</source>
        <translation>%1、上端</translation>
    </message>
    <message>
        <source>%1, runs</source>
        <translation>%1、実行数</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>これまでの最良</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ～ %2</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>実行 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Points could not be read: %1</source>
        <translation>読み取れない点があります: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) drawn from a summary so far</source>
        <translation>
            <numerusform>%n 本の線は要約からの仮の表示です</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1、%2 で %3</translation>
    </message>
</context>
</TS>
