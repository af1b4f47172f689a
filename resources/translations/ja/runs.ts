<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Phrase</name>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>There is no attribute %1; did you mean %2?</source>
        <translation>属性 %1 はありません。%2 のことですか?</translation>
    </message>
    <message>
        <source>There is no attribute %1; write metrics.%2, params.%2 or tags.%2 for what was logged</source>
        <translation>属性 %1 はありません。記録されたものは metrics.%2、params.%2、tags.%2 のように書きます</translation>
    </message>
    <message>
        <source>There is no attribute %1; there are %2, and tags.KEY</source>
        <translation>属性 %1 はありません。%2 と tags.KEY があります</translation>
    </message>
    <message>
        <source>A %1 has no %2; did you mean %3?</source>
        <translation>%1に %2 はありません。%3 のことですか?</translation>
    </message>
    <message>
        <source>A %1 has no %2; a key follows %3</source>
        <translation>%1に %2 はありません。キーは %3 の後に書きます</translation>
    </message>
    <message>
        <source>A key is missing after %1</source>
        <translation>%1 の後にキーがありません</translation>
    </message>
    <message>
        <source>A dataset has a name, a digest and a context, but no %1</source>
        <translation>データセットには name、digest、context がありますが、%1 はありません</translation>
    </message>
    <message>
        <source>This parenthesis closes none</source>
        <translation>対応する開き括弧がありません</translation>
    </message>
    <message>
        <source>AND or OR is expected here, not %1</source>
        <translation>ここには AND か OR が必要です(%1 ではなく)</translation>
    </message>
    <message>
        <source>The filter is nested deeper than %1 levels</source>
        <translation>フィルタの入れ子が %1 段を超えています</translation>
    </message>
    <message>
        <source>This parenthesis is not closed</source>
        <translation>この括弧は閉じられていません</translation>
    </message>
    <message>
        <source>The filter has more than %1 comparisons</source>
        <translation>フィルタの比較が %1 個を超えています</translation>
    </message>
    <message>
        <source>This quote is not closed</source>
        <translation>この引用符は閉じられていません</translation>
    </message>
    <message>
        <source>A comparison such as metrics.rmse &lt; 40 is expected at the end</source>
        <translation>最後に metrics.rmse &lt; 40 のような比較が必要です</translation>
    </message>
    <message>
        <source>A field such as metrics.rmse, params.depth or status is expected here, not %1</source>
        <translation>ここには metrics.rmse、params.depth、status のような項目が必要です(%1 ではなく)</translation>
    </message>
    <message>
        <source>An operator (= != &lt; &lt;= &gt; &gt;= LIKE ILIKE IN, IS NULL) is expected after %1; did you mean %2?</source>
        <translation>%1 の後に演算子(= != &lt; &lt;= &gt; &gt;= LIKE ILIKE IN、IS NULL)が必要です。%2 のことですか?</translation>
    </message>
    <message>
        <source>An operator (= != &lt; &lt;= &gt; &gt;= LIKE ILIKE IN, IS NULL) is expected after %1</source>
        <translation>%1 の後に演算子(= != &lt; &lt;= &gt; &gt;= LIKE ILIKE IN、IS NULL)が必要です</translation>
    </message>
    <message>
        <source>%1 asks for text, but %2 is a number</source>
        <translation>%1 は文字列に使いますが、%2 は数値です</translation>
    </message>
    <message>
        <source>A value such as &apos;text&apos; is expected at the end</source>
        <translation>最後に &apos;text&apos; のような値が必要です</translation>
    </message>
    <message>
        <source>Put the value in quotes: &apos;%1&apos;</source>
        <translation>値を引用符で囲んでください: &apos;%1&apos;</translation>
    </message>
    <message>
        <source>A value in quotes is expected here, not %1</source>
        <translation>ここには引用符で囲んだ値が必要です(%1 ではなく)</translation>
    </message>
    <message>
        <source>This is no time; write it as &apos;2026-11-20&apos; or &apos;2026-11-20T14:02:05Z&apos;</source>
        <translation>日時として読めません。&apos;2026-11-20&apos; か &apos;2026-11-20T14:02:05Z&apos; のように書きます</translation>
    </message>
    <message>
        <source>A number is expected at the end</source>
        <translation>最後に数値が必要です</translation>
    </message>
    <message>
        <source>%1 is a number; write the value without quotes</source>
        <translation>%1 は数値です。値は引用符なしで書きます</translation>
    </message>
    <message>
        <source>%1 is a number; write the value as a number</source>
        <translation>%1 は数値です。値は数値で書きます</translation>
    </message>
    <message>
        <source>A list such as (&apos;a&apos;, &apos;b&apos;) is expected here</source>
        <translation>ここには (&apos;a&apos;, &apos;b&apos;) のような一覧が必要です</translation>
    </message>
    <message>
        <source>A value in quotes is expected in the list</source>
        <translation>一覧には引用符で囲んだ値が必要です</translation>
    </message>
    <message>
        <source>This list is not closed</source>
        <translation>この一覧は閉じられていません</translation>
    </message>
    <message>
        <source>A comma or ) is expected here</source>
        <translation>ここにはコンマか ) が必要です</translation>
    </message>
    <message>
        <source>The filter is longer than %1</source>
        <translation>フィルタが %1 を超えています</translation>
    </message>
    <message>
        <source>The filter is not valid UTF-8</source>
        <translation>フィルタが正しい UTF-8 ではありません</translation>
    </message>
    <message>
        <source>run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>registered model</source>
        <translation>登録済みモデル</translation>
    </message>
    <message>
        <source>model version</source>
        <translation>モデルのバージョン</translation>
    </message>
    <message>
        <source>logged model</source>
        <translation>記録されたモデル</translation>
    </message>
    <message>
        <source>An expression has at most 4096 characters</source>
        <translation>式は 4096 文字までです</translation>
    </message>
    <message>
        <source>An operator is expected</source>
        <translation>演算子が必要です</translation>
    </message>
    <message>
        <source>%1 at column %2 of &quot;%3&quot;</source>
        <translation>%1(「%3」の %2 文字目)</translation>
    </message>
    <message>
        <source>This is nested too deeply</source>
        <translation>入れ子が深すぎます</translation>
    </message>
    <message>
        <source>A metric or a number is expected</source>
        <translation>メトリクスか数値が必要です</translation>
    </message>
    <message>
        <source>A quoted metric does not end</source>
        <translation>引用符で囲んだメトリクスが閉じられていません</translation>
    </message>
    <message>
        <source>A closing bracket is expected</source>
        <translation>閉じ括弧が必要です</translation>
    </message>
    <message>
        <source>This is no number</source>
        <translation>数値として読めません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no function; there are abs, sqrt, exp, log, log2, log10, min and max</source>
        <translation>「%1」という関数はありません。abs、sqrt、exp、log、log2、log10、min、max があります</translation>
    </message>
    <message>
        <source>&quot;%1&quot; takes two or more arguments</source>
        <translation>「%1」は引数を 2 つ以上取ります</translation>
    </message>
    <message>
        <source>&quot;%1&quot; takes one argument</source>
        <translation>「%1」は引数を 1 つ取ります</translation>
    </message>
    <message>
        <source>The view %1 cannot be read: %2</source>
        <translation>ビュー %1 を読み取れません：%2</translation>
    </message>
    <message>
        <source>%1: %2 must be a whole number from 0 to %3</source>
        <translation>%1: %2 は 0～%3 の整数でなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 must be a text such as &quot;metrics.loss &lt; 1&quot;</source>
        <translation>%1: %2 は「metrics.loss &lt; 1」のような文字列でなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 cannot be read at column %3: %4</source>
        <translation>%1: %2 の %3 文字目を読み取れません：%4</translation>
    </message>
    <message>
        <source>%1: %2 must be an object with a kind</source>
        <translation>%1: %2 は kind を持つオブジェクトでなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 must be a list</source>
        <translation>%1: %2 は一覧でなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 must be a text</source>
        <translation>%1: %2 は文字列でなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 must be true or false</source>
        <translation>%1: %2 は true か false でなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 must be an object</source>
        <translation>%1: %2 はオブジェクトでなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 must be a number</source>
        <translation>%1: %2 は数値でなければなりません</translation>
    </message>
    <message>
        <source>%1 is no JSON: line %2, column %3: %4</source>
        <translation>%1 は JSON として読めません（%2 行 %3 文字目）：%4</translation>
    </message>
    <message>
        <source>%1 is larger than any view: over 1 MB</source>
        <translation>%1 は 1 MB を超えていて、ビューとしては大きすぎます</translation>
    </message>
    <message>
        <source>%1 is no saved view: it names no charts, conditions, layout, sort, runs or experiment</source>
        <translation>%1 は保存したビューではありません。charts、conditions、layout、sort、runs、experiment のどれもありません</translation>
    </message>
    <message>
        <source>%1: %2 must be the id of one, such as &quot;3&quot;</source>
        <translation>%1: %2 は「3」のような実験の ID でなければなりません</translation>
    </message>
    <message>
        <source>%1: %2 names more than %3 runs</source>
        <translation>%1: %2 に %3 件を超える実行があります</translation>
    </message>
    <message>
        <source>%1: %2 must be a run&apos;s id or its first four or more digits</source>
        <translation>%1: %2 は実行の ID か、その先頭 4 桁以上でなければなりません</translation>
    </message>
    <message>
        <source>reproduce/spec.json is not what a training records: %1</source>
        <translation>reproduce/spec.json が学習の記録の形ではありません: %1</translation>
    </message>
    <message>
        <source>the seed is no whole number</source>
        <translation>シードが整数ではありません</translation>
    </message>
    <message>
        <source>the split is of no known form</source>
        <translation>分割が知られた形ではありません</translation>
    </message>
    <message>
        <source>it names no target</source>
        <translation>目的変数がありません</translation>
    </message>
    <message>
        <source>the task is none</source>
        <translation>タスクが正しくありません</translation>
    </message>
    <message>
        <source>the rounds are none</source>
        <translation>ラウンド数が正しくありません</translation>
    </message>
    <message>
        <source>The data %1 is not what it was trained on any more, and no registered dataset has those bytes (SHA-256 %2…)</source>
        <translation>データ %1 は学習時から変わっています。同じ内容の登録済みデータセットもありません（SHA-256 %2…）</translation>
    </message>
    <message>
        <source>The data that it was trained on is gone: there is no %1 and no registered dataset has those bytes (SHA-256 %2…)</source>
        <translation>学習データが失われています。%1 がなく、同じ内容の登録済みデータセットもありません（SHA-256 %2…）</translation>
    </message>
    <message>
        <source>it has no data or no booster</source>
        <translation>データかブースターがありません</translation>
    </message>
    <message>
        <source>The run %1 was not trained by &quot;tatara train&quot;: it does not record how to train it again (reproduce/spec.json)</source>
        <translation>実行 %1 は「tatara train」で学習したものではなく、再学習の方法（reproduce/spec.json）が記録されていません</translation>
    </message>
    <message>
        <source>The run %1 does not record the digest of its data (reproduce/data.json)</source>
        <translation>実行 %1 にはデータのダイジェストが記録されていません（reproduce/data.json）</translation>
    </message>
    <message>
        <source>The condition “%1” is neither true nor false of a row; it gives %2</source>
        <translation>条件「%1」は行ごとに真か偽になりません。結果の型は %2 です</translation>
    </message>
    <message>
        <source>The condition “%1” is not understood</source>
        <translation>条件「%1」を解釈できません</translation>
    </message>
    <message>
        <source>The condition “%1” is none of single rows; write one over the columns, such as price &gt; 0</source>
        <translation>条件「%1」は 1 行ごとの条件ではありません。price &gt; 0 のように列についての条件を書いてください</translation>
    </message>
    <message>
        <source>At least one round is needed</source>
        <translation>ラウンドは 1 回以上必要です</translation>
    </message>
    <message>
        <source>The objective &apos;%1&apos; is not offered; those of reg:, count:, binary: and multi: are</source>
        <translation>目的関数「%1」は使えません。使えるのは reg:、count:、binary:、multi: のものです</translation>
    </message>
    <message>
        <source>The objective &apos;%1&apos; is none for %2</source>
        <translation>目的関数「%1」は %2 のものではありません</translation>
    </message>
    <message>
        <source>%1: the target &apos;%2&apos;</source>
        <translation>%1: 目的変数「%2」</translation>
    </message>
    <message>
        <source>%1 has no value in any row</source>
        <translation>%1はどの行にも値がありません</translation>
    </message>
    <message>
        <source>%1 has the one value &apos;%2&apos; in every row; there is nothing to learn</source>
        <translation>%1はすべての行で値が「%2」のため、学ぶことがありません</translation>
    </message>
    <message>
        <source>%1 holds times, which cannot be learned</source>
        <translation>%1の値は日時のため、学習できません</translation>
    </message>
    <message>
        <source>%1 has %2 classes where two are needed</source>
        <translation>%1には 2 つのクラスが必要ですが、%2 個あります</translation>
    </message>
    <message>
        <source>%1 is text (&apos;%2&apos;, …), which regression cannot learn</source>
        <translation>%1は文字列（「%2」など）のため、回帰では学習できません</translation>
    </message>
    <message>
        <source>%1 has %2 different values, too many for classes (1,000 at most)</source>
        <translation>%1には異なる値が %2 個あり、クラスとしては多すぎます（1,000 個まで）</translation>
    </message>
    <message>
        <source>The target &apos;%1&apos; cannot be dropped</source>
        <translation>目的変数「%1」は除けません</translation>
    </message>
    <message>
        <source>The time column &apos;%1&apos; has rows without a value; they cannot be placed in time</source>
        <translation>日時の列「%1」に値のない行があり、時間順に並べられません</translation>
    </message>
    <message>
        <source>%1: the value is infinite or too large for a 32-bit float, which XGBoost cannot learn from; correct it or drop the column</source>
        <translation>%1: 値が無限大か 32 ビット浮動小数点数に収まらないため、XGBoost で学習できません。値を直すか、列を除いてください</translation>
    </message>
    <message>
        <source>%1 has %2 rows of which “%3” is true; at least 10 are needed</source>
        <translation>%1 で「%3」を満たすのは %2 行です。10 行以上必要です</translation>
    </message>
    <message>
        <source>%1 has %2 rows; at least 10 are needed</source>
        <translation>%1 は %2 行です。10 行以上必要です</translation>
    </message>
    <message>
        <source>A random split takes no column</source>
        <translation>無作為な分割に列は指定できません</translation>
    </message>
    <message>
        <source>A split by time needs its column</source>
        <translation>時間による分割には列の指定が必要です</translation>
    </message>
    <message>
        <source>A split by group needs its column</source>
        <translation>グループによる分割には列の指定が必要です</translation>
    </message>
    <message>
        <source>The validation fraction must lie between 0 and 1</source>
        <translation>検証の割合は 0 と 1 の間にしてください</translation>
    </message>
    <message>
        <source>The target &apos;%1&apos; holds no single values</source>
        <translation>目的変数「%1」の値は単独の値ではありません</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; holds no single values</source>
        <translation>列「%1」の値は単独の値ではありません</translation>
    </message>
    <message>
        <source>The target cannot split the rows</source>
        <translation>目的変数では行を分割できません</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; holds no times that are understood (%2)</source>
        <translation>列「%1」の値を日時として解釈できません（%2）</translation>
    </message>
    <message>
        <source>The split leaves no row for training; choose another column or fraction</source>
        <translation>この分割では学習用の行が残りません。別の列か割合を選んでください</translation>
    </message>
    <message>
        <source>The split leaves no row for validation; choose another column or fraction</source>
        <translation>この分割では検証用の行が残りません。別の列か割合を選んでください</translation>
    </message>
    <message>
        <source>The split leaves training rows of one class only; choose another</source>
        <translation>この分割では学習用の行が 1 つのクラスだけになります。別の分割を選んでください</translation>
    </message>
    <message>
        <source>%1 has no column left to learn from; --keep brings one back</source>
        <translation>%1 には学習に使える列が残っていません。--keep で列を戻せます</translation>
    </message>
    <message>
        <source>The experiment keeps its artifacts outside this workspace</source>
        <translation>実験のアーティファクトはこのワークスペースの外にあります</translation>
    </message>
    <message>
        <source>The experiment &apos;%1&apos; is deleted; restore it or choose another</source>
        <translation>実験「%1」は削除されています。元に戻すか、別の実験を選んでください</translation>
    </message>
    <message>
        <source>it follows from the target</source>
        <translation>目的変数から決まります</translation>
    </message>
    <message>
        <source>there is one target</source>
        <translation>目的変数は 1 つです</translation>
    </message>
    <message>
        <source>use --seed, which also draws the split</source>
        <translation>分割にも使う --seed で指定してください</translation>
    </message>
    <message>
        <source>the metrics are always named</source>
        <translation>メトリクスは常に指定されます</translation>
    </message>
    <message>
        <source>parameters are always checked</source>
        <translation>パラメータは常に検査されます</translation>
    </message>
    <message>
        <source>The parameter &apos;%1&apos; cannot be given: %2</source>
        <translation>パラメータ「%1」は指定できません: %2</translation>
    </message>
    <message>
        <source>XGBoost has no parameter &apos;%1&apos;; the nearest is &apos;%2&apos;</source>
        <translation>XGBoost にパラメータ「%1」はありません。近いのは「%2」です</translation>
    </message>
    <message>
        <source>XGBoost has no parameter &apos;%1&apos;</source>
        <translation>XGBoost にパラメータ「%1」はありません</translation>
    </message>
    <message>
        <source>The parameter &apos;%1&apos; has no value; write %1=…</source>
        <translation>パラメータ「%1」に値がありません。%1=… と書いてください</translation>
    </message>
    <message>
        <source>The parameter &apos;%1&apos; takes a number, which &apos;%2&apos; is not</source>
        <translation>パラメータ「%1」は数値を取りますが、「%2」は数値ではありません</translation>
    </message>
    <message>
        <source>There is no registered model “%1”</source>
        <translation>登録済みモデル「%1」はありません</translation>
    </message>
    <message>
        <source>A run was purged while the bundle was made</source>
        <translation>バンドルの作成中に実行が完全に削除されました</translation>
    </message>
    <message>
        <source>The artifact %1 cannot be read</source>
        <translation>アーティファクト %1 を読み取れません</translation>
    </message>
    <message>
        <source>%1 is there already; name a file that is not</source>
        <translation>%1 はすでにあります。存在しないファイル名を指定してください</translation>
    </message>
    <message>
        <source>The bundle %1 cannot be written</source>
        <translation>バンドル %1 を書き出せません</translation>
    </message>
    <message>
        <source>The bundle&apos;s audit proof was altered: %1</source>
        <translation>バンドルの監査の証明が書き換えられています: %1</translation>
    </message>
    <message>
        <source>act %1 is not what its number says</source>
        <translation>操作 %1 の内容が番号と合いません</translation>
    </message>
    <message>
        <source>act %1 does not follow on the one before it</source>
        <translation>操作 %1 が前の操作に続いていません</translation>
    </message>
    <message>
        <source>its end is missing: the newest act should be number %1</source>
        <translation>末尾がありません。最新の操作の番号は %1 のはずです</translation>
    </message>
    <message>
        <source>The bundle holds a malformed experiment</source>
        <translation>バンドルに形式の正しくない実験があります</translation>
    </message>
    <message>
        <source>There is no run %1</source>
        <translation>実行 %1 はありません</translation>
    </message>
    <message>
        <source>The bundle holds a malformed run</source>
        <translation>バンドルに形式の正しくない実行があります</translation>
    </message>
    <message>
        <source>The bundle holds a malformed histogram</source>
        <translation>バンドルに形式の正しくないヒストグラムがあります</translation>
    </message>
    <message>
        <source>The bundle holds a malformed logged model</source>
        <translation>バンドルに形式の正しくない記録されたモデルがあります</translation>
    </message>
    <message>
        <source>The bundle holds a malformed registered model</source>
        <translation>バンドルに形式の正しくない登録済みモデルがあります</translation>
    </message>
    <message>
        <source>The bundle holds a malformed model version</source>
        <translation>バンドルに形式の正しくないモデルのバージョンがあります</translation>
    </message>
    <message>
        <source>%1 is not a bundle</source>
        <translation>%1 はバンドルではありません</translation>
    </message>
    <message>
        <source>The bundle is damaged: %1</source>
        <translation>バンドルが壊れています: %1</translation>
    </message>
    <message>
        <source>Its bytes are not those that the bundle lists</source>
        <translation>内容がバンドルの一覧と一致しません</translation>
    </message>
    <message>
        <source>There is no file %1</source>
        <translation>ファイル %1 がありません</translation>
    </message>
    <message>
        <source>The bundle was made by a newer Tatara</source>
        <translation>バンドルは新しいバージョンの Tatara で作られています</translation>
    </message>
    <message>
        <source>its list of contents is not the one it was made with</source>
        <translation>内容の一覧が作成時のものではありません</translation>
    </message>
    <message>
        <source>a part of %1 %2 is missing or larger than 256 MB</source>
        <translation>%1 %2 の一部がないか、256 MB を超えています</translation>
    </message>
    <message>
        <source>%1 %2 is not what was put in</source>
        <translation>%1 %2 が入れたときの内容ではありません</translation>
    </message>
    <message>
        <source>%1 %2 is no record</source>
        <translation>%1 %2 は記録ではありません</translation>
    </message>
    <message>
        <source>experiment %1 calls itself otherwise</source>
        <translation>実験 %1 の中の名前が異なります</translation>
    </message>
    <message>
        <source>Its run was deleted here</source>
        <translation>その実行はここで削除されています</translation>
    </message>
    <message>
        <source>There is no folder %1</source>
        <translation>フォルダー %1 がありません</translation>
    </message>
    <message>
        <source>The folder&apos;s name is not UTF-8: %1</source>
        <translation>フォルダーの名前が UTF-8 ではありません: %1</translation>
    </message>
    <message>
        <source>The experiment “%1” is deleted here; restore it or name another one</source>
        <translation>実験「%1」はここで削除されています。元に戻すか、別の実験を指定してください</translation>
    </message>
    <message>
        <source>%1 holds no event files of TensorBoard: no name in it or below has “tfevents” in it</source>
        <translation>%1 に TensorBoard のイベントファイルがありません。この中にも下にも「tfevents」を含む名前がありません</translation>
    </message>
    <message>
        <source>The folder cannot be opened</source>
        <translation>フォルダーを開けません</translation>
    </message>
    <message>
        <source>importing %1</source>
        <translation>%1 のインポート</translation>
    </message>
    <message>
        <source>There are more than a million folders with event files</source>
        <translation>イベントファイルのあるフォルダーが 100 万を超えています</translation>
    </message>
    <message>
        <source>What the store remembers of a folder of event files is damaged</source>
        <translation>イベントファイルのフォルダーについての記録が壊れています</translation>
    </message>
    <message>
        <source>Another import is reading %1 at this moment; it brings what there is</source>
        <translation>別のインポートが今 %1 を読み取っています。内容はそちらで取り込まれます</translation>
    </message>
    <message>
        <source>There is no experiment %1</source>
        <translation>実験 %1 はありません</translation>
    </message>
    <message>
        <source>The file %1 cannot be written</source>
        <translation>ファイル %1 を書き出せません</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made</source>
        <translation>フォルダー %1 を作れません</translation>
    </message>
    <message>
        <source>%1 is not empty; name a folder that is, or one that is not there</source>
        <translation>%1 は空ではありません。空のフォルダーか、存在しないフォルダーを指定してください</translation>
    </message>
    <message>
        <source>The folder %1 cannot be opened</source>
        <translation>フォルダー %1 を開けません</translation>
    </message>
    <message>
        <source>The path of the folder %1 cannot be found</source>
        <translation>フォルダー %1 のパスが見つかりません</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read</source>
        <translation>フォルダー %1 を読み取れません</translation>
    </message>
    <message>
        <source>The file name is not one: %1</source>
        <translation>ファイル名として使えません: %1</translation>
    </message>
    <message>
        <source>It is a symbolic link, and those are not followed</source>
        <translation>シンボリックリンクのため、たどりません</translation>
    </message>
    <message>
        <source>The file %1 cannot be opened</source>
        <translation>ファイル %1 を開けません</translation>
    </message>
    <message>
        <source>It is not a regular file</source>
        <translation>通常のファイルではありません</translation>
    </message>
    <message>
        <source>The file %1 cannot be read</source>
        <translation>ファイル %1 を読み取れません</translation>
    </message>
    <message>
        <source>It has %1 bytes, more than the %2 that are read of such a file</source>
        <translation>%1 バイトあり、このようなファイルで読み取る %2 バイトを超えています</translation>
    </message>
    <message>
        <source>Its folder is gone</source>
        <translation>フォルダーが失われています</translation>
    </message>
    <message>
        <source>It has %1 fields where a metric of a run has 2, 3 or 5</source>
        <translation>項目が %1 個ありますが、実行のメトリクスは 2、3、5 個のいずれかです</translation>
    </message>
    <message>
        <source>It has %1 fields where a metric of a logged model has 4 or 6</source>
        <translation>項目が %1 個ありますが、記録されたモデルのメトリクスは 4 個か 6 個です</translation>
    </message>
    <message>
        <source>Its timestamp cannot be read: “%1”</source>
        <translation>タイムスタンプを読み取れません:「%1」</translation>
    </message>
    <message>
        <source>Its value cannot be read: “%1”</source>
        <translation>値を読み取れません:「%1」</translation>
    </message>
    <message>
        <source>Its step cannot be read: “%1”</source>
        <translation>ステップを読み取れません:「%1」</translation>
    </message>
    <message>
        <source>A run was purged while it was exported</source>
        <translation>エクスポート中に実行が完全に削除されました</translation>
    </message>
    <message>
        <source>The server refuses: no access</source>
        <translation>サーバーに拒否されました: アクセス権がありません</translation>
    </message>
    <message>
        <source>The server refuses: %1</source>
        <translation>サーバーに拒否されました: %1</translation>
    </message>
    <message>
        <source>The server answers %1</source>
        <translation>サーバーの応答は %1 です</translation>
    </message>
    <message>
        <source>The server does not list its %1: %2</source>
        <translation>サーバーから%1の一覧を取得できません: %2</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>logged models</source>
        <translation>記録されたモデル</translation>
    </message>
    <message>
        <source>versions of “%1”</source>
        <translation>「%1」のバージョン</translation>
    </message>
    <message>
        <source>The server does not list its traces: %1</source>
        <translation>サーバーからトレースの一覧を取得できません: %1</translation>
    </message>
    <message>
        <source>The server refuses: it wants a user and a password or a token, or others than these</source>
        <translation>サーバーに拒否されました。ユーザーとパスワード、またはトークンが必要か、指定したものが違います</translation>
    </message>
    <message>
        <source>The server has no such thing</source>
        <translation>サーバーにそのようなものはありません</translation>
    </message>
    <message>
        <source>The server answers %1: %2</source>
        <translation>サーバーの応答は %1 です: %2</translation>
    </message>
    <message>
        <source>The server&apos;s answer is no JSON; is it an MLflow server?</source>
        <translation>サーバーの応答が JSON ではありません。MLflow サーバーですか?</translation>
    </message>
    <message>
        <source>A point of metric “%1” is malformed</source>
        <translation>メトリクス「%1」に形式の正しくない点があります</translation>
    </message>
    <message>
        <source>The server&apos;s list has no end</source>
        <translation>サーバーの一覧に終わりがありません</translation>
    </message>
    <message>
        <source>opening %1</source>
        <translation>%1 を開く処理</translation>
    </message>
    <message>
        <source>reading %1</source>
        <translation>%1 の読み取り</translation>
    </message>
    <message>
        <source>%1 is a database, but not one of MLflow: it has no tables “experiments” and “runs”</source>
        <translation>%1 はデータベースですが、MLflow のものではありません。表「experiments」と「runs」がありません</translation>
    </message>
    <message>
        <source>An event file cannot be read</source>
        <translation>イベントファイルを読み取れません</translation>
    </message>
    <message>
        <source>There is no file or folder %1</source>
        <translation>ファイルもフォルダーも見つかりません: %1</translation>
    </message>
    <message>
        <source>%1 is not a SQLite database</source>
        <translation>%1 は SQLite データベースではありません</translation>
    </message>
    <message>
        <source>%1 holds a file store (mlruns) and a database (mlflow.db); name the one to import</source>
        <translation>%1 にはファイルストア（mlruns）とデータベース（mlflow.db）があります。インポートするほうを指定してください</translation>
    </message>
    <message>
        <source>%1 holds no MLflow store: neither experiments with a meta.yaml, nor mlruns, nor mlflow.db</source>
        <translation>%1 に MLflow のストアがありません。meta.yaml のある実験も、mlruns も、mlflow.db もありません</translation>
    </message>
    <message>
        <source>There is no MLflow tracking server at this URL</source>
        <translation>この URL に MLflow のトラッキングサーバーはありません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::BarPlot</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source> ± %1</source>
        <translation> ± %1</translation>
    </message>
    <message>
        <source>+%1 more</source>
        <translation>ほか %1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>SD</source>
        <translation>SD</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChartSheet</name>
    <message>
        <source>Chart</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Metric or expression</source>
        <translation>メトリクスまたは式</translation>
    </message>
    <message>
        <source>For example tp / (tp + fp); a key with / or - between back quotes</source>
        <translation>例：tp / (tp + fp)。/ や - を含むキーはバッククォートで囲みます</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>by the values</source>
        <translation>値に合わせる</translation>
    </message>
    <message>
        <source>Y axis from</source>
        <translation>Y 軸の下端</translation>
    </message>
    <message>
        <source>Y axis to</source>
        <translation>Y 軸の上端</translation>
    </message>
    <message>
        <source>Reference lines</source>
        <translation>基準線</translation>
    </message>
    <message>
        <source>One a line: the value, then its name (45 target)</source>
        <translation>1 行に 1 本：値、続けて名前（45 target）</translation>
    </message>
    <message>
        <source>Last value</source>
        <translation>最後の値</translation>
    </message>
    <message>
        <source>Least value</source>
        <translation>最小値</translation>
    </message>
    <message>
        <source>Greatest value</source>
        <translation>最大値</translation>
    </message>
    <message>
        <source>Value at the best of another metric</source>
        <translation>別のメトリクスが最良のときの値</translation>
    </message>
    <message>
        <source>Mean of the last values</source>
        <translation>最後の値の平均</translation>
    </message>
    <message>
        <source>Value of a run</source>
        <translation>実行の値</translation>
    </message>
    <message>
        <source>Other metric</source>
        <translation>別のメトリクス</translation>
    </message>
    <message>
        <source>How many last values</source>
        <translation>最後の値の個数</translation>
    </message>
    <message>
        <source>Fit time</source>
        <translation>学習時間</translation>
    </message>
    <message>
        <source>The one that explains most</source>
        <translation>最もよく説明するもの</translation>
    </message>
    <message>
        <source>X axis</source>
        <translation>X 軸</translation>
    </message>
    <message>
        <source>Parameter along</source>
        <translation>横のパラメータ</translation>
    </message>
    <message>
        <source>Parameter upwards</source>
        <translation>縦のパラメータ</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>グループなし</translation>
    </message>
    <message>
        <source>Parent run</source>
        <translation>親の実行</translation>
    </message>
    <message>
        <source>Repeats (same parameters, other seed or fold)</source>
        <translation>繰り返し（同じパラメータ、別のシードまたは分割）</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>グループ化</translation>
    </message>
    <message>
        <source>Choose a metric</source>
        <translation>メトリクスを選んでください</translation>
    </message>
    <message>
        <source>No run logged %1</source>
        <translation>%1 を記録した実行はありません</translation>
    </message>
    <message>
        <source>The expression names no metric</source>
        <translation>式にメトリクスがありません</translation>
    </message>
    <message>
        <source>Must be above the lower end</source>
        <translation>下端より大きい値にしてください</translation>
    </message>
    <message>
        <source>A fixed axis needs two numbers; leave both empty to go by the values</source>
        <translation>軸を固定するには 2 つの数が必要です。値に合わせるには両方を空にします</translation>
    </message>
    <message>
        <source>Each line begins with a number, 20 lines at most</source>
        <translation>各行は数で始めます。最大 20 行です</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ColumnChooser</name>
    <message>
        <source>Only those that differ</source>
        <translation>異なるものだけ</translation>
    </message>
    <message>
        <source>Find a column</source>
        <translation>列を探す</translation>
    </message>
    <message>
        <source>Only those that differ (%1 identical, hidden)</source>
        <translation>異なるものだけ（同じ %1 列は非表示）</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Usual columns</source>
        <translation>標準の列</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>%1 (identical)</source>
        <translation>%1（すべて同じ）</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ComparisonArea</name>
    <message>
        <source>Comparison</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>ラウンド</translation>
    </message>
    <message>
        <source>Step, round or epoch, as logged</source>
        <translation>記録どおりのステップ、ラウンド、エポック</translation>
    </message>
    <message>
        <source>Relative time</source>
        <translation>経過時間</translation>
    </message>
    <message>
        <source>Time since the first point</source>
        <translation>最初の点からの時間</translation>
    </message>
    <message>
        <source>Wall time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>X axis</source>
        <translation>X 軸</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑化</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>線形</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>対数</translation>
    </message>
    <message>
        <source>Y axis</source>
        <translation>Y 軸</translation>
    </message>
    <message>
        <source>Add chart</source>
        <translation>グラフを追加</translation>
    </message>
    <message>
        <source>Hyperparameters</source>
        <translation>ハイパーパラメータ</translation>
    </message>
    <message>
        <source>What moves %1</source>
        <translation>%1 を動かすもの</translation>
    </message>
    <message>
        <source>Two parameters</source>
        <translation>2 つのパラメータ</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>違い</translation>
    </message>
    <message>
        <source>Remove chart</source>
        <translation>グラフを削除</translation>
    </message>
    <message>
        <source>None of these runs logged %1</source>
        <translation>これらの実行は %1 を記録していません</translation>
    </message>
    <message>
        <source>%1 runs, %2 highlighted</source>
        <translation>実行 %1 件、%2 件を強調</translation>
    </message>
    <message>
        <source>Drag an axis to filter, its name to reorder; double-click a name to flip it</source>
        <translation>軸をドラッグで絞り込み、名前をドラッグで並べ替え、名前をダブルクリックで反転</translation>
    </message>
    <message>
        <source>best %1</source>
        <translation>最良 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>実行 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>first %n run(s); tick runs to choose</source>
        <translation>
            <numerusform>先頭の %n 件（選ぶにはチェック）</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 runs, %2 coloured</source>
        <translation>実行 %1 件、うち %2 件に色</translation>
    </message>
    <message>
        <source>Runs: %1</source>
        <translation>実行: %1</translation>
    </message>
    <message>
        <source>%1 shown in charts · Space toggles</source>
        <translation>グラフに %1 件 · Space で切り替え</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>折れ線</translation>
    </message>
    <message>
        <source>Parallel coordinates</source>
        <translation>平行座標</translation>
    </message>
    <message>
        <source>Scatter with Pareto front</source>
        <translation>散布図とパレート前線</translation>
    </message>
    <message>
        <source>Importance</source>
        <translation>重要度</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>ヒートマップ</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Usual charts</source>
        <translation>標準のグラフ</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>Any metric, where both were logged at a step</source>
        <translation>任意のメトリクス。同じステップで両方が記録された点</translation>
    </message>
    <message>
        <source>How lines are drawn</source>
        <translation>線の描き方</translation>
    </message>
    <message>
        <source>Group lines</source>
        <translation>線をグループ化</translation>
    </message>
    <message>
        <source>Grouped lines</source>
        <translation>グループ化中</translation>
    </message>
    <message>
        <source>Exponential</source>
        <translation>指数移動平均</translation>
    </message>
    <message>
        <source>Running mean</source>
        <translation>移動平均</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>ガウシアン</translation>
    </message>
    <message>
        <source>Best so far</source>
        <translation>これまでの最良</translation>
    </message>
    <message>
        <source>Min–max band where points outnumber pixels</source>
        <translation>点が画素より多い所は最小～最大の帯</translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation>X 軸を対数にする</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>グループなし</translation>
    </message>
    <message>
        <source>Parent run</source>
        <translation>親の実行</translation>
    </message>
    <message>
        <source>Repeats (same parameters, other seed or fold)</source>
        <translation>繰り返し（同じパラメータ、別のシードまたは分割）</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>色分け</translation>
    </message>
    <message>
        <source>Dash by</source>
        <translation>破線で分ける</translation>
    </message>
    <message>
        <source>One chart for each</source>
        <translation>値ごとに 1 つのグラフ</translation>
    </message>
    <message>
        <source>A group is drawn as</source>
        <translation>グループの描き方</translation>
    </message>
    <message>
        <source>Each of its runs</source>
        <translation>各実行</translation>
    </message>
    <message>
        <source>Its mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Its median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>with the band of</source>
        <translation>帯</translation>
    </message>
    <message>
        <source>No band</source>
        <translation>帯なし</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Standard error</source>
        <translation>標準誤差</translation>
    </message>
    <message>
        <source>95 % interval of the mean</source>
        <translation>平均の 95 % 区間</translation>
    </message>
    <message>
        <source>Quartiles</source>
        <translation>四分位</translation>
    </message>
    <message>
        <source>Least and greatest value</source>
        <translation>最小値と最大値</translation>
    </message>
    <message>
        <source>Edit chart…</source>
        <translation>グラフを編集…</translation>
    </message>
    <message>
        <source>Change chart</source>
        <translation>グラフを変更</translation>
    </message>
    <message>
        <source>Edit chart</source>
        <translation>グラフの編集</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>横軸 %1</translation>
    </message>
    <message>
        <source>aligned on step</source>
        <translation>ステップで整列</translation>
    </message>
    <message>
        <source>interpolated at %1 times</source>
        <translation>%1 時点で補間</translation>
    </message>
    <message>
        <source>interpolated on time</source>
        <translation>時間で補間</translation>
    </message>
    <message>
        <source>None of these runs logged all that %1 needs at one step</source>
        <translation>%1 に必要な値を同じステップで記録した実行はありません</translation>
    </message>
    <message>
        <source>Line of an expression…</source>
        <translation>式の線…</translation>
    </message>
    <message numerus="yes">
        <source>lines of all %n run(s)</source>
        <translation>
            <numerusform>全 %n 件の線</numerusform>
        </translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Bars…</source>
        <translation>棒グラフ…</translation>
    </message>
    <message>
        <source>Boxes by group…</source>
        <translation>グループ別の箱ひげ図…</translation>
    </message>
    <message>
        <source>Violins by group…</source>
        <translation>グループ別のバイオリン図…</translation>
    </message>
    <message>
        <source>Contour…</source>
        <translation>等高線…</translation>
    </message>
    <message>
        <source>Correlation table</source>
        <translation>相関表</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混同行列</translation>
    </message>
    <message>
        <source>ROC curve</source>
        <translation>ROC 曲線</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>適合率と再現率</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>較正</translation>
    </message>
    <message>
        <source>Residuals</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>Images by step</source>
        <translation>ステップごとの画像</translation>
    </message>
    <message>
        <source>Arrange charts</source>
        <translation>グラフの配置</translation>
    </message>
    <message>
        <source>parent run</source>
        <translation>親の実行</translation>
    </message>
    <message>
        <source>repeats</source>
        <translation>繰り返し</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%2 別の %1</translation>
    </message>
    <message>
        <source>Contour of %1</source>
        <translation>%1 の等高線</translation>
    </message>
    <message>
        <source>What goes together</source>
        <translation>連動するもの</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混同行列</translation>
    </message>
    <message>
        <source>Condition…</source>
        <translation>条件…</translation>
    </message>
    <message>
        <source>fit time</source>
        <translation>学習時間</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 と %2</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) behind</source>
        <translation>
            <numerusform>背景に他 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>All other runs behind, as a density</source>
        <translation>他のすべての実行を密度として背景に表示</translation>
    </message>
    <message>
        <source>not all could be read: %1</source>
        <translation>一部を読み込めません: %1</translation>
    </message>
    <message>
        <source>Arrange axes</source>
        <translation>軸の並べ替え</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>実行 1 件</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ConditionEditor</name>
    <message>
        <source>Add filter</source>
        <translation>フィルタを追加</translation>
    </message>
    <message>
        <source>Change filter</source>
        <translation>フィルタを変更</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>演算子</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>duration</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>user</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Several values are separated by commas</source>
        <translation>複数の値はカンマで区切ります</translation>
    </message>
    <message>
        <source>Enter applies, Esc closes</source>
        <translation>Enter で適用、Esc で閉じる</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ConfusionPlot</name>
    <message>
        <source>%1: truth %2, predicted %3: %4 rows</source>
        <translation>%1：正解 %2、予測 %3：%4 行</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>正解</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ContourPlot</name>
    <message>
        <source>%1 %2, %3 %4: %5 %6</source>
        <translation>%1 %2、%3 %4：%5 %6</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CurvePlot</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>下端</translation>
    </message>
    <message>
        <source>High</source>
        <translation>上端</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DecidingPlot</name>
    <message>
        <source>How much of the variance of the metric each parameter accounts for (functional ANOVA of a random forest).
Trust it as far as the fit goes; going together is not causing.</source>
        <translation>各パラメータがメトリクスの分散をどれだけ説明するか（ランダムフォレストの functional ANOVA）。
当てはまりの分だけ信頼できます。連動は因果ではありません。</translation>
    </message>
    <message numerus="yes">
        <source>fANOVA share, %n run(s); together %1</source>
        <translation>
            <numerusform>fANOVA の割合、%n 件、相互作用 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>fit R² %1: too poor to trust</source>
        <translation>当てはまり R² %1：信頼できません</translation>
    </message>
    <message>
        <source>fit R² %1 on runs it did not see</source>
        <translation>学習に使わない実行での R² %1</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Share of variance</source>
        <translation>分散の割合</translation>
    </message>
    <message>
        <source>together</source>
        <translation>相互作用</translation>
    </message>
    <message>
        <source>fit R² out of bag</source>
        <translation>R²（袋外）</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DifferenceTable</name>
    <message>
        <source>Differences</source>
        <translation>違い</translation>
    </message>
    <message>
        <source>%1 of %2 params differ</source>
        <translation>%2 個中 %1 個が異なる</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Show what is the same, too</source>
        <translation>同じものも表示</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExperimentsPanel</name>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Only the table (Ctrl+Alt+1)</source>
        <translation>表のみ（Ctrl+Alt+1）</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Table and charts (Ctrl+Alt+2)</source>
        <translation>表とグラフ（Ctrl+Alt+2）</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Run list and charts (Ctrl+Alt+3)</source>
        <translation>実行一覧とグラフ（Ctrl+Alt+3）</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>レイアウト</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>グループ化</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出す</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>並べ替え</translation>
    </message>
    <message>
        <source>Collapse columns</source>
        <translation>列をたたむ</translation>
    </message>
    <message>
        <source>Move column</source>
        <translation>列を移動</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルタ</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>ベースライン</translation>
    </message>
    <message>
        <source>Experiments</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>All experiments</source>
        <translation>すべての実験</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Show only the table</source>
        <translation>表のみを表示</translation>
    </message>
    <message>
        <source>Show table and charts</source>
        <translation>表とグラフを表示</translation>
    </message>
    <message>
        <source>Show run list and charts</source>
        <translation>実行一覧とグラフを表示</translation>
    </message>
    <message>
        <source>Add filter…</source>
        <translation>フィルタを追加…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>列を選ぶ…</translation>
    </message>
    <message>
        <source>Compare selected runs</source>
        <translation>選んだ実行を比較</translation>
    </message>
    <message>
        <source>Set current run as baseline</source>
        <translation>現在の実行をベースラインにする</translation>
    </message>
    <message>
        <source>Rename current run</source>
        <translation>現在の実行の名前を変更</translation>
    </message>
    <message>
        <source>Export runs as CSV…</source>
        <translation>実行を CSV に書き出す…</translation>
    </message>
    <message>
        <source>Copy this search as Python</source>
        <translation>この検索を Python としてコピー</translation>
    </message>
    <message>
        <source>Python copied</source>
        <translation>Python をコピーしました</translation>
    </message>
    <message>
        <source>Delete selected runs</source>
        <translation>選んだ実行を削除</translation>
    </message>
    <message>
        <source>Clear brushes, then the selection</source>
        <translation>範囲指定を解除、次に選択を解除</translation>
    </message>
    <message>
        <source>Copy selected rows</source>
        <translation>選んだ行をコピー</translation>
    </message>
    <message>
        <source>Rows copied</source>
        <translation>行をコピーしました</translation>
    </message>
    <message>
        <source>Next, previous run</source>
        <translation>次の実行、前の実行</translation>
    </message>
    <message>
        <source>Select or deselect run</source>
        <translation>実行の選択を切り替え</translation>
    </message>
    <message>
        <source>Open run, in a new window</source>
        <translation>実行を開く、新しいウィンドウで開く</translation>
    </message>
    <message>
        <source>Keeping colours</source>
        <translation>色の保存</translation>
    </message>
    <message>
        <source>Renaming the run</source>
        <translation>実行名の変更</translation>
    </message>
    <message>
        <source>Restoring runs</source>
        <translation>実行の復元</translation>
    </message>
    <message>
        <source>Deleting runs</source>
        <translation>実行の削除</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) deleted</source>
        <translation>
            <numerusform>実行 %n 件を削除しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Show only this run in charts</source>
        <translation>この実行だけをグラフに表示</translation>
    </message>
    <message>
        <source>Hide from charts</source>
        <translation>グラフから隠す</translation>
    </message>
    <message>
        <source>Show in charts</source>
        <translation>グラフに表示</translation>
    </message>
    <message>
        <source>Colour %1</source>
        <translation>色 %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Open in new window</source>
        <translation>新しいウィンドウで開く</translation>
    </message>
    <message>
        <source>Copy run ID</source>
        <translation>実行 ID をコピー</translation>
    </message>
    <message>
        <source>Run ID copied</source>
        <translation>実行 ID をコピーしました</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>リンクをコピーしました</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>値をコピー</translation>
    </message>
    <message>
        <source>Value copied</source>
        <translation>値をコピーしました</translation>
    </message>
    <message>
        <source>No longer baseline</source>
        <translation>ベースラインを解除</translation>
    </message>
    <message>
        <source>Set as baseline</source>
        <translation>ベースラインにする</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>名前を変更…</translation>
    </message>
    <message>
        <source>Compare %1 selected</source>
        <translation>選んだ %1 件を比較</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Python としてコピー</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s)</source>
        <translation>
            <numerusform>実行 %n 件を削除</numerusform>
        </translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation>昇順に並べ替え</translation>
    </message>
    <message>
        <source>Sort best first</source>
        <translation>最良を先頭に</translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation>降順に並べ替え</translation>
    </message>
    <message>
        <source>Sort worst first</source>
        <translation>最悪を先頭に</translation>
    </message>
    <message>
        <source>Hide column</source>
        <translation>列を隠す</translation>
    </message>
    <message>
        <source>Show change from baseline</source>
        <translation>ベースラインとの差を表示</translation>
    </message>
    <message>
        <source>Show curve</source>
        <translation>曲線を表示</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ化</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>グループなし</translation>
    </message>
    <message>
        <source>Parent run</source>
        <translation>親の実行</translation>
    </message>
    <message>
        <source>Repeats (same parameters, other seed or fold)</source>
        <translation>繰り返し（同じパラメータ、別のシードや分割）</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Save as CSV…	Ctrl+E</source>
        <translation>CSV として保存…	Ctrl+E</translation>
    </message>
    <message>
        <source>Copy as Markdown table</source>
        <translation>Markdown の表としてコピー</translation>
    </message>
    <message>
        <source>Table copied</source>
        <translation>表をコピーしました</translation>
    </message>
    <message>
        <source>Save runs as CSV</source>
        <translation>実行を CSV として保存</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV ファイル (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) saved as %1</source>
        <translation>
            <numerusform>実行 %n 件を %1 に保存しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving runs</source>
        <translation>実行の保存</translation>
    </message>
    <message>
        <source>No baseline</source>
        <translation>ベースラインなし</translation>
    </message>
    <message>
        <source>Open view</source>
        <translation>ビューを開く</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>このビューを保存…</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>ビューを保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Saving the view</source>
        <translation>ビューの保存</translation>
    </message>
    <message>
        <source>Delete view</source>
        <translation>ビューを削除</translation>
    </message>
    <message>
        <source>Deleting the view</source>
        <translation>ビューの削除</translation>
    </message>
    <message>
        <source>View “%1” deleted</source>
        <translation>ビュー「%1」を削除しました</translation>
    </message>
    <message>
        <source>Restoring the view</source>
        <translation>ビューの復元</translation>
    </message>
    <message>
        <source>No runs here yet</source>
        <translation>実行はまだありません</translation>
    </message>
    <message>
        <source>Point your training script at the tracking server, or bring in what you have</source>
        <translation>学習スクリプトをトラッキングサーバーにつなぐか、既存の記録を取り込んでください</translation>
    </message>
    <message>
        <source>Connect training code</source>
        <translation>学習コードを接続</translation>
    </message>
    <message>
        <source>Import from MLflow…</source>
        <translation>MLflow から取り込む…</translation>
    </message>
    <message numerus="yes">
        <source>No run matches %n filter(s)</source>
        <translation>
            <numerusform>%n 件のフィルタに一致する実行はありません</numerusform>
        </translation>
    </message>
    <message>
        <source>What would match without each of them</source>
        <translation>それぞれを外したときに一致する件数</translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation>フィルタをすべて解除</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>フィルタを解除</translation>
    </message>
    <message>
        <source>Without “%1”: %2</source>
        <translation>「%1」なし: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>実行 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Grouped by parent</source>
        <translation>親ごと</translation>
    </message>
    <message>
        <source>Grouped repeats</source>
        <translation>繰り返しごと</translation>
    </message>
    <message>
        <source>Grouped by %1</source>
        <translation>%1 ごと</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>%1 件を比較</translation>
    </message>
    <message>
        <source>Only these runs, side by side (C)</source>
        <translation>これらの実行だけを並べて表示（C）</translation>
    </message>
    <message>
        <source>Select at least two runs to compare them</source>
        <translation>比較するには実行を 2 件以上選んでください</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n 件選択</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n selected</source>
        <translation>
            <numerusform>%n 件すべて選択</numerusform>
        </translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>平均 %1</translation>
    </message>
    <message>
        <source>best %1</source>
        <translation>最良 %1</translation>
    </message>
    <message>
        <source>spread %1 %2</source>
        <translation>幅 %1 %2</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新しい実行</translation>
    </message>
    <message>
        <source>This view was deleted</source>
        <translation>このビューは削除されています</translation>
    </message>
    <message>
        <source>The newest %1 of %2 runs; the others are being read</source>
        <translation>%2件の実行のうち新しい%1件です。残りを読み込んでいます</translation>
    </message>
    <message>
        <source>There are no charts on screen</source>
        <translation>画面にグラフがありません</translation>
    </message>
    <message>
        <source>Save charts</source>
        <translation>グラフを保存</translation>
    </message>
    <message>
        <source>PNG image (*.png);;SVG drawing (*.svg);;PDF document (*.pdf);;CSV table (*.csv)</source>
        <translation>PNG 画像 (*.png);;SVG 図 (*.svg);;PDF 文書 (*.pdf);;CSV 表 (*.csv)</translation>
    </message>
    <message>
        <source>Saving charts</source>
        <translation>グラフの保存</translation>
    </message>
    <message>
        <source>Charts saved as %1</source>
        <translation>グラフを %1 に保存しました</translation>
    </message>
    <message>
        <source>Save comparison report</source>
        <translation>比較レポートを保存</translation>
    </message>
    <message>
        <source>HTML files (*.html)</source>
        <translation>HTML ファイル (*.html)</translation>
    </message>
    <message>
        <source>Saving the report</source>
        <translation>レポートの保存</translation>
    </message>
    <message>
        <source>Report saved as %1</source>
        <translation>レポートを %1 に保存しました</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) compared</source>
        <translation>
            <numerusform>%n 件の実行を比較</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; filter: %2</source>
        <translation>%1、フィルター: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n run(s): %2</source>
        <translation>
            <numerusform>%n 件中 %1 件の実行: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no run %1 here</source>
        <translation>ここに実行 %1 はありません</translation>
    </message>
    <message>
        <source>%1 runs begin with %2; say more of the id</source>
        <translation>%2 で始まる実行が %1 件あります。ID をもう少し長く指定してください</translation>
    </message>
    <message>
        <source>There is no experiment %1 in this workspace</source>
        <translation>このワークスペースに実験 %1 はありません</translation>
    </message>
    <message>
        <source>Save view as file</source>
        <translation>ビューをファイルに保存</translation>
    </message>
    <message>
        <source>Views (*.json)</source>
        <translation>ビュー (*.json)</translation>
    </message>
    <message>
        <source>View saved as %1</source>
        <translation>ビューを %1 に保存しました</translation>
    </message>
    <message>
        <source>Open view file</source>
        <translation>ビューのファイルを開く</translation>
    </message>
    <message>
        <source>Opening the view</source>
        <translation>ビューを開く</translation>
    </message>
    <message>
        <source>Save comparison report…</source>
        <translation>比較レポートを保存…</translation>
    </message>
    <message>
        <source>Save charts as picture…</source>
        <translation>グラフを画像として保存…</translation>
    </message>
    <message>
        <source>Open view file…</source>
        <translation>ビューのファイルを開く…</translation>
    </message>
    <message>
        <source>Save view as file…</source>
        <translation>ビューをファイルに保存…</translation>
    </message>
    <message>
        <source>Condition…</source>
        <translation>条件…</translation>
    </message>
    <message>
        <source>Grouped by a condition</source>
        <translation>条件でグループ化中</translation>
    </message>
    <message>
        <source>Register model…</source>
        <translation>モデルを登録…</translation>
    </message>
    <message>
        <source>Direction and unit…</source>
        <translation>方向と単位…</translation>
    </message>
    <message>
        <source>Saving what the metric means</source>
        <translation>指標の意味の保存</translation>
    </message>
    <message>
        <source>Meaning saved</source>
        <translation>指標の意味を保存しました</translation>
    </message>
    <message>
        <source>Copy as LaTeX table</source>
        <translation>LaTeX の表としてコピー</translation>
    </message>
    <message>
        <source>Tag selected runs…</source>
        <translation>選択した実行にタグを付ける…</translation>
    </message>
    <message>
        <source>Move selected runs…</source>
        <translation>選択した実行を移動…</translation>
    </message>
    <message>
        <source>Add column of an expression…</source>
        <translation>式の列を追加…</translation>
    </message>
    <message numerus="yes">
        <source>Tag %n run(s)…</source>
        <translation>
            <numerusform>%n 件の実行にタグを付ける…</numerusform>
        </translation>
    </message>
    <message>
        <source>Show best value</source>
        <translation>最良値を表示</translation>
    </message>
    <message>
        <source>Nothing to change: the runs are tagged like that</source>
        <translation>変更はありません。実行にはすでにそのタグが付いています</translation>
    </message>
    <message>
        <source>Tagging runs</source>
        <translation>実行へのタグ付け</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) tagged</source>
        <translation>
            <numerusform>%n 件の実行にタグを付けました</numerusform>
        </translation>
    </message>
    <message>
        <source>Move to experiment</source>
        <translation>実験へ移動</translation>
    </message>
    <message>
        <source>There is no other experiment</source>
        <translation>ほかの実験がありません</translation>
    </message>
    <message>
        <source>Moving runs</source>
        <translation>実行の移動</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) moved to %1</source>
        <translation>
            <numerusform>%n 件の実行を %1 へ移動しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Close what is open, then clear brushes, then the selection</source>
        <translation>開いているものを閉じ、次にブラシ、次に選択を解除</translation>
    </message>
    <message>
        <source>Move the cross-hair, change series</source>
        <translation>十字線を動かす、系列を変える</translation>
    </message>
    <message>
        <source>Zoom in, out, back, to all</source>
        <translation>拡大、縮小、前へ、全体</translation>
    </message>
    <message>
        <source>Show child runs of the current run</source>
        <translation>現在の実行の子を表示</translation>
    </message>
    <message>
        <source>Go to the parent of the current run</source>
        <translation>現在の実行の親へ移動</translation>
    </message>
    <message numerus="yes">
        <source>Show its %n child run(s)</source>
        <translation>
            <numerusform>子の実行 %n 件を表示</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to parent %1</source>
        <translation>親 %1 へ移動</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExpressionField</name>
    <message>
        <source>Filter expression</source>
        <translation>フィルタ式</translation>
    </message>
    <message>
        <source>metrics.val_rmse &lt; 46 AND params.model = &apos;xgboost&apos;</source>
        <translation>metrics.val_rmse &lt; 46 AND params.model = &apos;xgboost&apos;</translation>
    </message>
</context>
<context>
    <name>tatara::ui::FilterArea</name>
    <message>
        <source>brush: %1 %2–%3</source>
        <translation>範囲: %1 %2–%3</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルタ</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>ベースライン</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>保存したビュー</translation>
    </message>
    <message>
        <source>Add filter</source>
        <translation>フィルタを追加</translation>
    </message>
    <message>
        <source>%1 of %2 match</source>
        <translation>%2 件中 %1 件が一致</translation>
    </message>
    <message>
        <source>Baseline %1</source>
        <translation>ベースライン %1</translation>
    </message>
    <message>
        <source>child runs of %1</source>
        <translation>%1 の子の実行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::HeatPlot</name>
    <message>
        <source>Best metric by two parameters</source>
        <translation>2 つのパラメータごとの最良値</translation>
    </message>
    <message>
        <source>Two parameters with a few values each are needed</source>
        <translation>値の種類が少ないパラメータが 2 つ必要です</translation>
    </message>
    <message numerus="yes">
        <source>best %1 of %n run(s); click selects them</source>
        <translation>
            <numerusform>実行 %n 件中の最良 %1（クリックで選択）</numerusform>
        </translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>%1 × %2: %3</source>
        <translation>%1 × %2: %3</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>実行なし</translation>
    </message>
    <message numerus="yes">
        <source>best %1 of %n run(s)</source>
        <translation>
            <numerusform>%n 件の実行のうち最良 %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::LinesView</name>
    <message numerus="yes">
        <source>%n more group(s) not drawn</source>
        <translation>
            <numerusform>ほか %n グループは描いていません</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ</translation>
    </message>
</context>
<context>
    <name>tatara::ui::MeaningSheet</name>
    <message>
        <source>Lower is better</source>
        <translation>小さいほど良い</translation>
    </message>
    <message>
        <source>Higher is better</source>
        <translation>大きいほど良い</translation>
    </message>
    <message>
        <source>Neither is better</source>
        <translation>どちらでもない</translation>
    </message>
    <message>
        <source>What %1 means</source>
        <translation>%1 の意味</translation>
    </message>
    <message>
        <source>By its name: %1</source>
        <translation>名前からの推定：%1</translation>
    </message>
    <message>
        <source>Which way is better</source>
        <translation>良い方向</translation>
    </message>
    <message>
        <source>The best run, colours of changes and sorting follow it</source>
        <translation>最良の実行、変化の色、並べ替えがこれに従います</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>単位</translation>
    </message>
    <message>
        <source>Decides which run is best</source>
        <translation>最良の実行をこの指標で決める</translation>
    </message>
    <message>
        <source>Kept with the experiment, as its tags</source>
        <translation>実験のタグとして保存されます</translation>
    </message>
    <message numerus="yes">
        <source>Kept with the %n experiments that are shown, as their tags</source>
        <translation>
            <numerusform>表示中の %n 件の実験のタグとして保存されます</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Save meaning</source>
        <translation>意味を保存</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ParallelPlot</name>
    <message>
        <source>Parallel coordinates</source>
        <translation>平行座標</translation>
    </message>
    <message>
        <source>No parameter differs between these runs</source>
        <translation>これらの実行でパラメータの違いはありません</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>対数</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>反転</translation>
    </message>
    <message>
        <source>Hide axis</source>
        <translation>軸を隠す</translation>
    </message>
    <message>
        <source>Show all axes</source>
        <translation>すべての軸を表示</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Axis %1, %2 to %3</source>
        <translation>軸 %1、%2 から %3 まで</translation>
    </message>
    <message>
        <source>, filtered from %1 to %2</source>
        <translation>、%1 から %2 までに絞り込み</translation>
    </message>
</context>
<context>
    <name>tatara::ui::PicturePlot</name>
    <message>
        <source>Difference</source>
        <translation>差分</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>ステップ %1</translation>
    </message>
    <message>
        <source>Sizes differ</source>
        <translation>大きさが異なります</translation>
    </message>
    <message>
        <source>No picture at this step</source>
        <translation>このステップの画像はありません</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>交互表示</translation>
    </message>
    <message>
        <source>How each picture differs from the first, pixel by pixel (D)</source>
        <translation>各画像と最初の画像の画素ごとの差 (D)</translation>
    </message>
    <message>
        <source>Each picture in turn with the first, in one place (B)</source>
        <translation>各画像を最初の画像と同じ場所で交互に表示 (B)</translation>
    </message>
</context>
<context>
    <name>tatara::ui::Report</name>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>User</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基準</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>違い</translation>
    </message>
    <message>
        <source>With what is the same everywhere</source>
        <translation>すべてで同じものも含める</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数値</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunCorrelationPlot</name>
    <message>
        <source>%1 and %2: ρ %3, %4</source>
        <translation>%1 と %2：ρ %3、%4</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメータ</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基準</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunTableCard</name>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Rows %1–%2 of %3</source>
        <translation>%3 行中 %1–%2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunTagSheet</name>
    <message numerus="yes">
        <source>Tag %n run(s)</source>
        <translation>
            <numerusform>%n 件の実行にタグを付ける</numerusform>
        </translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Left empty, the tag is taken away</source>
        <translation>空のままにするとタグを外します</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Set tag</source>
        <translation>タグを設定</translation>
    </message>
    <message>
        <source>Name the tag</source>
        <translation>タグの名前を入力してください</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunsText</name>
    <message>
        <source>status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>含む</translation>
    </message>
    <message>
        <source>is</source>
        <translation>=</translation>
    </message>
    <message>
        <source>is one of</source>
        <translation>いずれか</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>≠</translation>
    </message>
    <message>
        <source>is not set</source>
        <translation>未設定</translation>
    </message>
    <message>
        <source>is set</source>
        <translation>設定済み</translation>
    </message>
    <message>
        <source> or </source>
        <translation> または </translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>PARAMS</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>TAGS</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 を表示</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>選択</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>User</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Run ID</source>
        <translation>実行 ID</translation>
    </message>
    <message>
        <source>RUN</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>%1 curve</source>
        <translation>%1 の曲線</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>%2 個中 %1 個を表示</translation>
    </message>
    <message>
        <source>METRICS</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>%1: lower is better</source>
        <translation>%1: 小さいほど良い</translation>
    </message>
    <message>
        <source>%1: higher is better</source>
        <translation>%1: 大きいほど良い</translation>
    </message>
    <message>
        <source>%1: which way is better is not known</source>
        <translation>%1: 良い向きは不明</translation>
    </message>
    <message>
        <source>Δ baseline</source>
        <translation>Δ 基準</translation>
    </message>
    <message>
        <source>Δ %1</source>
        <translation>Δ %1</translation>
    </message>
    <message>
        <source>%1: change from the baseline</source>
        <translation>%1: ベースラインとの差</translation>
    </message>
    <message>
        <source>%1 not set</source>
        <translation>%1 未設定</translation>
    </message>
    <message>
        <source>same parameters</source>
        <translation>同じパラメータ</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基準</translation>
    </message>
    <message>
        <source>mean ± standard deviation of %1 runs</source>
        <translation>実行 %1 件の平均 ± 標準偏差</translation>
    </message>
    <message>
        <source>best %1</source>
        <translation>最良 %1</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 種類</translation>
    </message>
    <message>
        <source>all runs</source>
        <translation>すべての実行</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>%1 ± SD</source>
        <translation>%1 ± SD</translation>
    </message>
    <message>
        <source>%1 ± SE</source>
        <translation>%1 ± SE</translation>
    </message>
    <message>
        <source>%1, 95 % interval</source>
        <translation>%1、95 % 区間</translation>
    </message>
    <message>
        <source>%1, quartiles</source>
        <translation>%1、四分位</translation>
    </message>
    <message>
        <source>%1, min–max</source>
        <translation>%1、最小～最大</translation>
    </message>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n 点</numerusform>
        </translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>これまでの最良</translation>
    </message>
    <message>
        <source>running mean of %1</source>
        <translation>%1の移動平均</translation>
    </message>
    <message>
        <source>smoothing %1</source>
        <translation>平滑化 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n the same</source>
        <translation>
            <numerusform>%1 · %n 件は同じ</numerusform>
        </translation>
    </message>
    <message>
        <source>+%1 −%2 lines</source>
        <translation>+%1 −%2 行</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>あり</translation>
    </message>
    <message>
        <source>no</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>コミット</translation>
    </message>
    <message>
        <source>Uncommitted changes</source>
        <translation>未コミットの変更</translation>
    </message>
    <message>
        <source>Changed since the first</source>
        <translation>最初の実行からの変更</translation>
    </message>
    <message>
        <source>%1 has %2 %3, %4 had %5%6</source>
        <translation>%1 の %2 は %3、%4 は %5%6</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), +%1 −%2</source>
        <translation>
            <numerusform>%n ファイル、+%1 −%2</numerusform>
        </translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>データセット</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>パッケージ</translation>
    </message>
    <message>
        <source>Text files</source>
        <translation>テキストファイル</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>%1 went from %2 to %3</source>
        <translation>%1 が %2 から %3 に変わりました</translation>
    </message>
    <message>
        <source> (it alone explains %1 of the variance)</source>
        <translation>（これだけで分散の %1 を説明）</translation>
    </message>
    <message numerus="yes">
        <source>%n more thing(s) differ</source>
        <translation>
            <numerusform>ほか %n 件が異なります</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text file(s) differ</source>
        <translation>
            <numerusform>テキストファイル %n 件が異なります</numerusform>
        </translation>
    </message>
    <message>
        <source>None of these runs logged predictions of 2 to 30 classes</source>
        <translation>2 ～ 30 クラスの予測を記録した実行はありません</translation>
    </message>
    <message>
        <source>rows are the truth, columns the prediction</source>
        <translation>行が正解、列が予測</translation>
    </message>
    <message>
        <source>ECE %1</source>
        <translation>ECE %1</translation>
    </message>
    <message>
        <source>AUC %1</source>
        <translation>AUC %1</translation>
    </message>
    <message>
        <source>AP %1</source>
        <translation>AP %1</translation>
    </message>
    <message>
        <source>false positive rate</source>
        <translation>偽陽性率</translation>
    </message>
    <message>
        <source>predicted probability</source>
        <translation>予測確率</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>再現率</translation>
    </message>
    <message>
        <source>true positive rate</source>
        <translation>真陽性率</translation>
    </message>
    <message>
        <source>observed share</source>
        <translation>実際の割合</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>適合率</translation>
    </message>
    <message>
        <source>%1, class %2 is the positive one</source>
        <translation>%1、陽性クラスは %2</translation>
    </message>
    <message>
        <source>None of these runs logged predictions of two classes with probabilities</source>
        <translation>2 クラスの確率つき予測を記録した実行はありません</translation>
    </message>
    <message>
        <source>, 95 % interval</source>
        <translation>、95 % 区間</translation>
    </message>
    <message>
        <source>RMSE %1</source>
        <translation>RMSE %1</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>actual − predicted</source>
        <translation>実測 − 予測</translation>
    </message>
    <message>
        <source>None of these runs logged predictions of a quantity</source>
        <translation>数量の予測を記録した実行はありません</translation>
    </message>
    <message>
        <source>median by predicted value, band of the quartiles</source>
        <translation>予測値ごとの中央値、縦線は四分位</translation>
    </message>
    <message>
        <source>None of these runs logged pictures with a step in their name</source>
        <translation>名前にステップを含む画像を記録した実行はありません</translation>
    </message>
    <message>
        <source>None of these runs logged %1</source>
        <translation>%1 を記録した実行はありません</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>%1 の最後の値</translation>
    </message>
    <message>
        <source>least %1</source>
        <translation>%1 の最小値</translation>
    </message>
    <message>
        <source>greatest %1</source>
        <translation>%1 の最大値</translation>
    </message>
    <message>
        <source>%1 at best %2</source>
        <translation>%2 が最良のときの %1</translation>
    </message>
    <message numerus="yes">
        <source>mean of the last %n value(s) of %1</source>
        <translation>
            <numerusform>%1 の最後の %n 個の平均</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, mean ± SD</source>
        <translation>%1、平均 ± SD</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s), quartiles, whiskers to 1.5 IQR</source>
        <translation>
            <numerusform>実行 %n 件、四分位、ひげは 1.5 IQR まで</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Spearman&apos;s ρ, %n run(s)</source>
        <translation>
            <numerusform>スピアマンの ρ、実行 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Needs numeric parameters that differ, and metrics</source>
        <translation>値の異なる数値パラメータとメトリクスが必要です</translation>
    </message>
    <message>
        <source>Needs at least 8 runs with two numeric parameters that differ</source>
        <translation>2 つの数値パラメータが異なる実行が 8 件以上必要です</translation>
    </message>
    <message numerus="yes">
        <source>%1, mean of the runs around, %n run(s)</source>
        <translation>
            <numerusform>%1、周囲の実行の平均、実行 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Needs at least 8 runs whose parameters differ</source>
        <translation>パラメータの異なる実行が 8 件以上必要です</translation>
    </message>
    <message>
        <source>against baseline</source>
        <translation>ベースラインとの差</translation>
    </message>
    <message>
        <source>against the first run</source>
        <translation>最初の実行との差</translation>
    </message>
    <message>
        <source>Select at least two runs to see what differs</source>
        <translation>違いを見るには 2 件以上の実行を選んでください</translation>
    </message>
    <message>
        <source>not: %1</source>
        <translation>否定: %1</translation>
    </message>
    <message>
        <source>Runs for which it holds, and the others</source>
        <translation>条件を満たす実行とそれ以外</translation>
    </message>
    <message>
        <source>Group by a condition</source>
        <translation>条件でグループ化</translation>
    </message>
    <message>
        <source>%1, step %2 of %3</source>
        <translation>%1、ステップ %2 / %3</translation>
    </message>
    <message>
        <source>Running for %1</source>
        <translation>実行時間 %1</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1、残り約 %2</translation>
    </message>
    <message>
        <source>Of last values of metrics and of parameters, for example tp / (tp + fp);
a key with / or - between back quotes</source>
        <translation>メトリクスの最終値とパラメータの式。例: tp / (tp + fp)
/ や - を含むキーはバッククォートで囲みます</translation>
    </message>
    <message>
        <source>Column of an expression</source>
        <translation>式の列</translation>
    </message>
    <message>
        <source>Names something that no run has, or no metric or parameter at all</source>
        <translation>どの実行にもない名前が含まれているか、メトリクスやパラメータが一つもありません</translation>
    </message>
    <message>
        <source>The best %1 that the run ever logged</source>
        <translation>その実行が記録した %1 の最良値</translation>
    </message>
    <message>
        <source>%1, of the last values</source>
        <translation>%1（最終値による）</translation>
    </message>
    <message>
        <source>Child of %1</source>
        <translation>%1 の子</translation>
    </message>
    <message numerus="yes">
        <source>%n child run(s)</source>
        <translation>
            <numerusform>子の実行 %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ScatterPlot</name>
    <message>
        <source>Metric against cost</source>
        <translation>メトリクスとコスト</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基準</translation>
    </message>
    <message>
        <source>No finished run has this metric</source>
        <translation>このメトリクスを持つ完了した実行はありません</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>%1: %2 at %3</source>
        <translation>%1: %3 のとき %2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SpreadPlot</name>
    <message>
        <source>%1: median %2, quartiles %3 to %4, %5</source>
        <translation>%1：中央値 %2、四分位 %3 ～ %4、%5</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Lower quartile</source>
        <translation>第 1 四分位</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>Upper quartile</source>
        <translation>第 3 四分位</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>最大</translation>
    </message>
</context>
<context>
    <name>tatara::ui::StudyPlot</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>実行 %n 件</numerusform>
        </translation>
    </message>
</context>
</TS>
