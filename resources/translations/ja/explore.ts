<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Phrase</name>
    <message>
        <source>it numbers the rows</source>
        <translation>行に番号を振っています</translation>
    </message>
    <message>
        <source>it numbers the rows in another order</source>
        <translation>別の順で行に番号を振っています</translation>
    </message>
    <message>
        <source>it rises from row to row</source>
        <translation>行が進むごとに増えます</translation>
    </message>
    <message>
        <source>60, as between minutes and hours</source>
        <translation>60（分と時間の比）</translation>
    </message>
    <message>
        <source>3,600, as between seconds and hours</source>
        <translation>3,600（秒と時間の比）</translation>
    </message>
    <message>
        <source>24, as between hours and days</source>
        <translation>24（時間と日の比）</translation>
    </message>
    <message>
        <source>2.205, as between kilograms and pounds</source>
        <translation>2.205（キログラムとポンドの比）</translation>
    </message>
    <message>
        <source>1.609, as between miles and kilometres</source>
        <translation>1.609（マイルとキロメートルの比）</translation>
    </message>
    <message>
        <source>2.54, as between inches and centimetres</source>
        <translation>2.54（インチとセンチメートルの比）</translation>
    </message>
    <message>
        <source>25.4, as between inches and millimetres</source>
        <translation>25.4（インチとミリメートルの比）</translation>
    </message>
    <message>
        <source>3.281, as between metres and feet</source>
        <translation>3.281（メートルとフィートの比）</translation>
    </message>
    <message>
        <source>30.48, as between feet and centimetres</source>
        <translation>30.48（フィートとセンチメートルの比）</translation>
    </message>
    <message>
        <source>3.6, as between metres a second and kilometres an hour</source>
        <translation>3.6（メートル毎秒とキロメートル毎時の比）</translation>
    </message>
    <message>
        <source>unit jumps</source>
        <translation>単位の混在</translation>
    </message>
    <message>
        <source>%1 by a factor of %2; it seems to be written in two units</source>
        <translation>%1、倍率は %2 です。2 つの単位で書かれているようです</translation>
    </message>
    <message>
        <source>%1 jumps in some rows</source>
        <translation>%1 は一部の行で値が飛びます</translation>
    </message>
    <message>
        <source>Divide them by the factor</source>
        <translation>倍率で割る</translation>
    </message>
    <message>
        <source>Multiply them by the factor</source>
        <translation>倍率を掛ける</translation>
    </message>
    <message>
        <source>%1 rises from row %2 on</source>
        <translation>%1 は %2 行目から上がります</translation>
    </message>
    <message>
        <source>%1 falls from row %2 on</source>
        <translation>%1 は %2 行目から下がります</translation>
    </message>
    <message>
        <source>mixed types</source>
        <translation>型の混在</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>real</source>
        <translation>実数</translation>
    </message>
    <message>
        <source>boolean</source>
        <translation>真偽値</translation>
    </message>
    <message>
        <source>time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文字列</translation>
    </message>
    <message>
        <source>%1 for missing</source>
        <translation>%1 が欠損</translation>
    </message>
    <message>
        <source>leaks target</source>
        <translation>漏れ</translation>
    </message>
    <message>
        <source>leading spaces</source>
        <translation>先頭の空白</translation>
    </message>
    <message>
        <source>%1 row</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 value</source>
        <translation>%1 個の値</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 個の値</translation>
    </message>
    <message>
        <source>%1 for missing?</source>
        <translation>%1 は欠損？</translation>
    </message>
    <message>
        <source>%1 is %2 in %3, far from all other values; it seems to stand for missing</source>
        <translation>%1 は %3で %2 です。ほかの値から大きく離れており、欠損を表すようです</translation>
    </message>
    <message>
        <source>Make %1 missing</source>
        <translation>%1 を欠損にする</translation>
    </message>
    <message>
        <source>trailing spaces</source>
        <translation>末尾の空白</translation>
    </message>
    <message>
        <source>Take the spaces off</source>
        <translation>空白を取り除く</translation>
    </message>
    <message>
        <source>Make them missing</source>
        <translation>欠損にする</translation>
    </message>
    <message>
        <source>%1 holds %2 and %3</source>
        <translation>%1 には%2と%3があります</translation>
    </message>
    <message>
        <source>%1 number</source>
        <translation>数値 %1 個</translation>
    </message>
    <message>
        <source>%1 numbers</source>
        <translation>数値 %1 個</translation>
    </message>
    <message>
        <source>%1 word</source>
        <translation>語 %1 個</translation>
    </message>
    <message>
        <source>%1 words</source>
        <translation>語 %1 個</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 of %2 does not fit its type, %3, and is taken as missing</source>
        <translation>%2 のうち %1が型（%3）に合わず、欠損として扱われます</translation>
    </message>
    <message>
        <source>%1 of %2 do not fit its type, %3, and are taken as missing</source>
        <translation>%2 のうち %1が型（%3）に合わず、欠損として扱われます</translation>
    </message>
    <message>
        <source>all %1 values are times with the month in letters</source>
        <translation>%1 個の値すべてが月を文字で書いた日時です</translation>
    </message>
    <message>
        <source>%1 of %2 values are times with the month in letters</source>
        <translation>%2 個の値のうち %1 個が月を文字で書いた日時です</translation>
    </message>
    <message>
        <source>all %1 values are times with the year first</source>
        <translation>%1 個の値すべてが年から始まる日時です</translation>
    </message>
    <message>
        <source>%1 of %2 values are times with the year first</source>
        <translation>%2 個の値のうち %1 個が年から始まる日時です</translation>
    </message>
    <message>
        <source>%1 written as %2</source>
        <translation>%1（書き方は %2）</translation>
    </message>
    <message>
        <source>all %1 values are times</source>
        <translation>%1 個の値すべてが日時です</translation>
    </message>
    <message>
        <source>%1 of %2 values are times</source>
        <translation>%2 個の値のうち %1 個が日時です</translation>
    </message>
    <message>
        <source>%1, %2 of them in another way</source>
        <translation>%1。うち %2 個は別の書き方です</translation>
    </message>
    <message>
        <source>%1, %2 of them with day and month the other way round</source>
        <translation>%1。うち %2 個は日と月が逆です</translation>
    </message>
    <message>
        <source>%1, and might be %2 as well</source>
        <translation>%1。%2 の可能性もあります</translation>
    </message>
    <message>
        <source>all %1 values are whole numbers</source>
        <translation>%1 個の値すべてが整数です</translation>
    </message>
    <message>
        <source>%1 of %2 values are whole numbers</source>
        <translation>%2 個の値のうち %1 個が整数です</translation>
    </message>
    <message>
        <source>all %1 values are numbers with a decimal comma</source>
        <translation>%1 個の値すべてが小数点をコンマで書いた数値です</translation>
    </message>
    <message>
        <source>%1 of %2 values are numbers with a decimal comma</source>
        <translation>%2 個の値のうち %1 個が小数点をコンマで書いた数値です</translation>
    </message>
    <message>
        <source>all %1 values are numbers</source>
        <translation>%1 個の値すべてが数値です</translation>
    </message>
    <message>
        <source>%1 of %2 values are numbers</source>
        <translation>%2 個の値のうち %1 個が数値です</translation>
    </message>
    <message>
        <source>all %1 values are true or false</source>
        <translation>%1 個の値すべてが真か偽です</translation>
    </message>
    <message>
        <source>%1 of %2 values are true or false</source>
        <translation>%2 個の値のうち %1 個が真か偽です</translation>
    </message>
    <message>
        <source>its whole numbers have more digits than 64 bits hold, and keep them all as text</source>
        <translation>整数の桁数が 64 ビットを超えるため、文字列としてすべての桁を保ちます</translation>
    </message>
    <message>
        <source>its values are words</source>
        <translation>値は語です</translation>
    </message>
    <message>
        <source>only %1 of its %2 values are numbers</source>
        <translation>%2 個の値のうち数値は %1 個だけです</translation>
    </message>
    <message>
        <source>every value is missing</source>
        <translation>すべての値が欠損です</translation>
    </message>
    <message>
        <source>%1, as told</source>
        <translation>%1（指定どおり）</translation>
    </message>
    <message>
        <source>%1; %2 does not fit</source>
        <translation>%1。%2 個が合いません</translation>
    </message>
    <message>
        <source>%1; %2 do not fit</source>
        <translation>%1。%2 個が合いません</translation>
    </message>
    <message>
        <source>a comma</source>
        <translation>コンマ</translation>
    </message>
    <message>
        <source>a tab</source>
        <translation>タブ</translation>
    </message>
    <message>
        <source>a semicolon</source>
        <translation>セミコロン</translation>
    </message>
    <message>
        <source>a bar</source>
        <translation>縦棒</translation>
    </message>
    <message>
        <source>No header: the first row holds numbers</source>
        <translation>見出しなし: 最初の行に数値があります</translation>
    </message>
    <message>
        <source>Header: the first row holds words where numbers follow below</source>
        <translation>見出し: 下に数値が続く列で、最初の行は語です</translation>
    </message>
    <message>
        <source>Header: no two fields of the first row are alike and none is a number</source>
        <translation>見出し: 最初の行の項目はすべて異なり、数値がありません</translation>
    </message>
    <message>
        <source>No header: fields of the first row repeat, and no column below holds numbers</source>
        <translation>見出しなし: 最初の行の項目に重複があり、数値の列がありません</translation>
    </message>
    <message>
        <source>Delimiter: %1, which splits %2 of the first %3 records into %4 fields</source>
        <translation>区切り: %1。最初の %3 レコードのうち %2 レコードが %4 項目に分かれます</translation>
    </message>
    <message>
        <source>One column: no delimiter splits the records evenly</source>
        <translation>1 列: レコードを均等に分ける区切りがありません</translation>
    </message>
    <message>
        <source>The header has one name less than the records have fields: the first column is without name</source>
        <translation>見出しの名前がレコードの項目より 1 つ少ないため、最初の列は名前なしです</translation>
    </message>
    <message>
        <source>The header has %1 names where the records have %2 fields: the last columns are without name</source>
        <translation>見出しの名前は %1 個、レコードの項目は %2 個のため、最後の列は名前なしです</translation>
    </message>
    <message>
        <source>Column %1 is called &apos;%2&apos;: its name is blank</source>
        <translation>列 %1 の名前は空のため「%2」と呼びます</translation>
    </message>
    <message>
        <source>Column %1 is called &apos;%2&apos;: its name is taken</source>
        <translation>列 %1 の名前は使われているため「%2」と呼びます</translation>
    </message>
    <message>
        <source>because the bytes are not valid UTF-8</source>
        <translation>バイト列が正しい UTF-8 ではないため</translation>
    </message>
    <message>
        <source>Header: the first row, as told</source>
        <translation>見出し: 最初の行（指定どおり）</translation>
    </message>
    <message>
        <source>No header, as told</source>
        <translation>見出しなし（指定どおり）</translation>
    </message>
    <message>
        <source>Characters: %1</source>
        <translation>文字コード: %1</translation>
    </message>
    <message>
        <source>Characters: %1, %2</source>
        <translation>文字コード: %1（%2）</translation>
    </message>
    <message>
        <source>the bytes are Japanese text in it, and not valid UTF-8</source>
        <translation>この文字コードで日本語として読め、正しい UTF-8 ではないため</translation>
    </message>
    <message>
        <source>by its byte order mark</source>
        <translation>バイト順マークによる</translation>
    </message>
    <message>
        <source>every other byte is zero</source>
        <translation>1 バイトおきに 0 があるため</translation>
    </message>
    <message>
        <source>Delimiter: %1, as told</source>
        <translation>区切り: %1（指定どおり）</translation>
    </message>
    <message>
        <source>JSON: an object is a row, what is nested is named with points (a.b), null is missing</source>
        <translation>JSON: オブジェクトが 1 行、入れ子は点で名付け（a.b）、null は欠損</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 とほか %2 個</translation>
    </message>
    <message>
        <source>like %1</source>
        <translation>%1 と同様</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>%1 を除外</translation>
    </message>
    <message>
        <source>%1 is equal in every row to %2</source>
        <translation>%1 はすべての行で %2 と等しいです</translation>
    </message>
    <message>
        <source>%1 is nearly a straight function of %2 (Pearson %3)</source>
        <translation>%1 は %2 のほぼ一次関数です（Pearson %3）</translation>
    </message>
    <message>
        <source>%1 alone foretells nearly all of %2</source>
        <translation>%1 だけで %2 がほぼ予測できます</translation>
    </message>
    <message>
        <source>%1 are fillers: %2 is missing and %3 is 0</source>
        <translation>%1は埋め草です: %2 が欠損で %3 が 0</translation>
    </message>
    <message>
        <source>%1 are fillers: %2 is missing and %3 are 0</source>
        <translation>%1は埋め草です: %2 が欠損で %3 が 0</translation>
    </message>
    <message>
        <source>%1 are fillers: %2 are missing together and %3 is 0</source>
        <translation>%1は埋め草です: %2 がそろって欠損で %3 が 0</translation>
    </message>
    <message>
        <source>%1 are fillers: %2 are missing together and %3 are 0</source>
        <translation>%1は埋め草です: %2 がそろって欠損で %3 が 0</translation>
    </message>
    <message>
        <source>filler rows</source>
        <translation>埋め草の行</translation>
    </message>
    <message>
        <source>Leave out the %1</source>
        <translation>%1を除く</translation>
    </message>
    <message>
        <source>%1 hour</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 hours</source>
        <translation>%1 時間</translation>
    </message>
    <message>
        <source>%1 day</source>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>%1 minute</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 minutes</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 second</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 week</source>
        <translation>%1 週</translation>
    </message>
    <message>
        <source>%1 weeks</source>
        <translation>%1 週</translation>
    </message>
    <message>
        <source>%1 step</source>
        <translation>%1 段</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 段</translation>
    </message>
    <message>
        <source>%1 missing hour</source>
        <translation>%1 時間の欠落</translation>
    </message>
    <message>
        <source>%1 missing hours</source>
        <translation>%1 時間の欠落</translation>
    </message>
    <message>
        <source>%1 missing day</source>
        <translation>%1 日の欠落</translation>
    </message>
    <message>
        <source>%1 missing days</source>
        <translation>%1 日の欠落</translation>
    </message>
    <message>
        <source>%1 missing minute</source>
        <translation>%1 分の欠落</translation>
    </message>
    <message>
        <source>%1 missing minutes</source>
        <translation>%1 分の欠落</translation>
    </message>
    <message>
        <source>%1 missing second</source>
        <translation>%1 秒の欠落</translation>
    </message>
    <message>
        <source>%1 missing seconds</source>
        <translation>%1 秒の欠落</translation>
    </message>
    <message>
        <source>%1 missing week</source>
        <translation>%1 週の欠落</translation>
    </message>
    <message>
        <source>%1 missing weeks</source>
        <translation>%1 週の欠落</translation>
    </message>
    <message>
        <source>%1 missing step</source>
        <translation>%1 段の欠落</translation>
    </message>
    <message>
        <source>%1 missing steps</source>
        <translation>%1 段の欠落</translation>
    </message>
    <message>
        <source>%1 consecutive hours</source>
        <translation>連続した %1 時間</translation>
    </message>
    <message>
        <source>%1 consecutive days</source>
        <translation>連続した %1 日</translation>
    </message>
    <message>
        <source>%1 consecutive minutes</source>
        <translation>連続した %1 分</translation>
    </message>
    <message>
        <source>%1 consecutive seconds</source>
        <translation>連続した %1 秒</translation>
    </message>
    <message>
        <source>%1 consecutive weeks</source>
        <translation>連続した %1 週</translation>
    </message>
    <message>
        <source>%1 consecutive steps</source>
        <translation>連続した %1 段</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 から %2 まで</translation>
    </message>
    <message>
        <source>%1 is missing: %2</source>
        <translation>%1が抜けています: %2</translation>
    </message>
    <message>
        <source>%1 are missing: %2</source>
        <translation>%1が抜けています: %2</translation>
    </message>
    <message>
        <source>%1 are missing in %2 or more gaps, the longest of %3: %4</source>
        <translation>%2 か所以上の隙間で合わせて %1が抜けています。最長は %3: %4</translation>
    </message>
    <message>
        <source>%1 are missing in %2 gaps, the longest of %3: %4</source>
        <translation>%2 か所の隙間で合わせて %1が抜けています。最長は %3: %4</translation>
    </message>
    <message>
        <source>repeated rows</source>
        <translation>重複行</translation>
    </message>
    <message>
        <source>%1 row repeats an earlier one</source>
        <translation>%1 行が前の行と重複しています</translation>
    </message>
    <message>
        <source>%1 rows repeat an earlier one</source>
        <translation>%1 行が前の行と重複しています</translation>
    </message>
    <message>
        <source>%1 but for %2</source>
        <translation>%1（%2 を除く）</translation>
    </message>
    <message>
        <source>Keep the first of each</source>
        <translation>それぞれ最初の行を残す</translation>
    </message>
    <message>
        <source>drifted</source>
        <translation>ドリフト</translation>
    </message>
    <message>
        <source>%1 is distributed otherwise than in the version before</source>
        <translation>%1 の分布が前のバージョンと異なります</translation>
    </message>
    <message>
        <source>%1 are distributed otherwise than in the version before</source>
        <translation>%1 の分布が前のバージョンと異なります</translation>
    </message>
    <message>
        <source>imbalanced</source>
        <translation>偏り</translation>
    </message>
    <message>
        <source>%1 % of %2 are &apos;%3&apos;; accuracy alone says little</source>
        <translation>%2 の %1 % が「%3」です。正解率だけでは多くを語りません</translation>
    </message>
    <message>
        <source>%1 stands for missing in %2, %3 in all</source>
        <translation>%2 で %1 が欠損を表しています（全部で %3）</translation>
    </message>
    <message>
        <source>%1 stand for missing in %2, %3 in all</source>
        <translation>%2 で %1 が欠損を表しています（全部で %3）</translation>
    </message>
    <message>
        <source>Texts of %1 begin with a space, %2 in all</source>
        <translation>%1 の文字列は空白で始まります（全部で %2）</translation>
    </message>
    <message>
        <source>Texts of %1 begin or end with a space, %2 in all</source>
        <translation>%1 の文字列は空白で始まるか終わります（全部で %2）</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>定数</translation>
    </message>
    <message>
        <source>%1 holds at most one value</source>
        <translation>%1 の値は 1 種類以下です</translation>
    </message>
    <message>
        <source>%1 hold at most one value</source>
        <translation>%1 の値は 1 種類以下です</translation>
    </message>
    <message>
        <source>Half of the values or more are missing in %1</source>
        <translation>%1 では値の半分以上が欠損です</translation>
    </message>
    <message>
        <source>mostly missing</source>
        <translation>大半が欠損</translation>
    </message>
    <message>
        <source>many categories</source>
        <translation>値が多い</translation>
    </message>
    <message>
        <source>%1 has so many different texts that few come back; as a category it teaches little</source>
        <translation>%1 は異なる文字列が多く、ほとんど繰り返しません。カテゴリとしては学ぶことが少なくなります</translation>
    </message>
    <message>
        <source>%1 have so many different texts that few come back; as a category it teaches little</source>
        <translation>%1 は異なる文字列が多く、ほとんど繰り返しません。カテゴリとしては学ぶことが少なくなります</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>無限大</translation>
    </message>
    <message>
        <source>%1 holds infinite values</source>
        <translation>%1 に無限大の値があります</translation>
    </message>
    <message>
        <source>%1 hold infinite values</source>
        <translation>%1 に無限大の値があります</translation>
    </message>
    <message>
        <source>laid down</source>
        <translation>指定されています</translation>
    </message>
    <message>
        <source>%1 looks like a key, but %2 row repeats a value of an earlier one</source>
        <translation>%1 はキーのようですが、%2 行が前の行の値と重複しています</translation>
    </message>
    <message>
        <source>%1 looks like a key, but %2 rows repeat a value of an earlier one</source>
        <translation>%1 はキーのようですが、%2 行が前の行の値と重複しています</translation>
    </message>
    <message>
        <source>%1 in every row</source>
        <translation>すべての行で %1 です</translation>
    </message>
    <message>
        <source>Exclude both from the features</source>
        <translation>両方を特徴量から除外</translation>
    </message>
    <message>
        <source>Exclude them from the features</source>
        <translation>これらを特徴量から除外</translation>
    </message>
    <message>
        <source>follows from others</source>
        <translation>他列から決定</translation>
    </message>
    <message>
        <source>recoding</source>
        <translation>別表記</translation>
    </message>
    <message>
        <source>%1 says %2 in other words, row by row</source>
        <translation>%1 は行ごとに %2 を言い換えています</translation>
    </message>
    <message>
        <source>%1 say %2 in other words, row by row</source>
        <translation>%1 は行ごとに %2 を言い換えています</translation>
    </message>
    <message>
        <source>says %1 in other words</source>
        <translation>%1 の言い換えです</translation>
    </message>
    <message>
        <source>%1 recodes %2</source>
        <translation>%1 は %2 の言い換え</translation>
    </message>
    <message>
        <source>%1 recode %2</source>
        <translation>%1 は %2 の言い換え</translation>
    </message>
    <message>
        <source>%1, value for value</source>
        <translation>%1です（値が 1 対 1 に対応）</translation>
    </message>
    <message>
        <source>row number</source>
        <translation>行番号</translation>
    </message>
    <message>
        <source>%1 only numbers the rows</source>
        <translation>%1 は行番号にすぎません</translation>
    </message>
    <message>
        <source>%1 only number the rows, or nearly so</source>
        <translation>%1 は行番号か、ほぼ行番号にすぎません</translation>
    </message>
    <message>
        <source>Exclude it from the features</source>
        <translation>これを特徴量から除外</translation>
    </message>
    <message>
        <source>its values are times</source>
        <translation>値は日時です</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>空です</translation>
    </message>
    <message>
        <source>it holds one value only</source>
        <translation>値は 1 種類だけです</translation>
    </message>
    <message>
        <source>its name, and a different value in nearly every row</source>
        <translation>名前と、ほぼすべての行で異なる値から</translation>
    </message>
    <message>
        <source>repeated key</source>
        <translation>キーの重複</translation>
    </message>
    <message>
        <source>its name, and values that come back</source>
        <translation>名前と、繰り返す値から</translation>
    </message>
    <message>
        <source>a different short text in every row</source>
        <translation>すべての行で異なる短い文字列です</translation>
    </message>
    <message>
        <source>its name</source>
        <translation>名前から</translation>
    </message>
    <message>
        <source>it is the sum of others</source>
        <translation>ほかの列の和です</translation>
    </message>
    <message>
        <source>the last column that could be one</source>
        <translation>可能性のある最後の列です</translation>
    </message>
    <message>
        <source>nothing speaks against it</source>
        <translation>反対の根拠がありません</translation>
    </message>
    <message>
        <source>as told</source>
        <translation>指定どおり</translation>
    </message>
    <message>
        <source>Packed with gzip</source>
        <translation>gzip で圧縮</translation>
    </message>
    <message>
        <source>Packed with zstd</source>
        <translation>zstd で圧縮</translation>
    </message>
    <message>
        <source>%1; the others: %2</source>
        <translation>%1。ほか: %2</translation>
    </message>
    <message>
        <source>%1, the first of %2; the others: %3</source>
        <translation>%1（%2 個のうち最初）。ほか: %3</translation>
    </message>
    <message>
        <source>is longer than 16 MB</source>
        <translation>16 MB より長いです</translation>
    </message>
    <message>
        <source>is not valid UTF-8</source>
        <translation>正しい UTF-8 ではありません</translation>
    </message>
    <message>
        <source>is binary</source>
        <translation>バイナリです</translation>
    </message>
    <message>
        <source>SQLite table &apos;%1&apos;</source>
        <translation>SQLite のテーブル「%1」</translation>
    </message>
    <message>
        <source>Column &apos;%1&apos; is left out: the database computes it on reading</source>
        <translation>列「%1」は読み取り時にデータベースが計算するため除きます</translation>
    </message>
    <message>
        <source>A folder of %1 Parquet files, joined by column name; its partitions (name=value) are columns</source>
        <translation>Parquet ファイル %1 個のフォルダー。列名で結合し、パーティション（名前=値）は列になります</translation>
    </message>
    <message>
        <source>A folder of %1 Parquet files, joined by column name</source>
        <translation>Parquet ファイル %1 個のフォルダー。列名で結合します</translation>
    </message>
    <message>
        <source>Parquet type %1, shown as text</source>
        <translation>Parquet の型 %1（文字列として表示）</translation>
    </message>
    <message>
        <source>Parquet type %1</source>
        <translation>Parquet の型 %1</translation>
    </message>
    <message>
        <source>%1; %2 out of range</source>
        <translation>%1。%2 個が範囲外</translation>
    </message>
    <message>
        <source>Parquet: types and names are the file&apos;s own; missing are nulls and NaN</source>
        <translation>Parquet: 型と名前はファイルのまま。欠損は null と NaN</translation>
    </message>
    <message>
        <source>%1; its whole numbers have more digits than 64 bits hold, and keep them all as text</source>
        <translation>%1。整数の桁数が 64 ビットを超えるため、文字列としてすべての桁を保ちます</translation>
    </message>
    <message>
        <source>is out of the range of times</source>
        <translation>日時の範囲外です</translation>
    </message>
    <message>
        <source>has %1 field where %2 are expected</source>
        <translation>%2 項目のはずが %1 項目です</translation>
    </message>
    <message>
        <source>has %1 fields where %2 are expected</source>
        <translation>%2 項目のはずが %1 項目です</translation>
    </message>
    <message>
        <source>has text after a closing quote</source>
        <translation>閉じる引用符の後に文字があります</translation>
    </message>
    <message>
        <source>has more digits than 64 bits hold</source>
        <translation>桁数が 64 ビットを超えます</translation>
    </message>
    <message>
        <source>is no whole number</source>
        <translation>整数ではありません</translation>
    </message>
    <message>
        <source>is no time</source>
        <translation>日時ではありません</translation>
    </message>
    <message>
        <source>is neither true nor false</source>
        <translation>真でも偽でもありません</translation>
    </message>
    <message>
        <source>is no number</source>
        <translation>数値ではありません</translation>
    </message>
    <message>
        <source>Excel sheet &apos;%1&apos;</source>
        <translation>Excel のシート「%1」</translation>
    </message>
    <message>
        <source>%1 and %2%3</source>
        <translation>%1 と %2%3</translation>
    </message>
    <message>
        <source>%1; %2 has more digits than numbers keep and is rounded</source>
        <translation>%1。%2 個は桁数が多く丸められます</translation>
    </message>
    <message>
        <source>%1; %2 have more digits than numbers keep and are rounded</source>
        <translation>%1。%2 個は桁数が多く丸められます</translation>
    </message>
    <message>
        <source>rounded</source>
        <translation>丸め</translation>
    </message>
    <message>
        <source>%1 of %2 has more digits than numbers keep (about 16) and is rounded</source>
        <translation>%2 の %1は桁数が数値の桁（約 16 桁）を超え、丸められています</translation>
    </message>
    <message>
        <source>%1 of %2 have more digits than numbers keep (about 16) and are rounded</source>
        <translation>%2 の %1は桁数が数値の桁（約 16 桁）を超え、丸められています</translation>
    </message>
    <message>
        <source>There is no file %1</source>
        <translation>ファイル %1 がありません</translation>
    </message>
    <message>
        <source>%1 is not a file</source>
        <translation>%1 はファイルではありません</translation>
    </message>
    <message>
        <source>%1, near byte %2: the packed data is damaged (%3); fetch or pack the file again</source>
        <translation>%1、%2 バイト付近: 圧縮データが壊れています（%3）。取得し直すか圧縮し直してください</translation>
    </message>
    <message>
        <source>%1 unpacks to more than %2 times its %3, as no table does; unpack it yourself if it is meant so</source>
        <translation>%1 を展開すると元の %3 の %2 倍を超え、表とは考えられません。意図したものであればご自身で展開してください</translation>
    </message>
    <message>
        <source>%1 is cut off after %2: the packed data does not end; fetch it again</source>
        <translation>%1 は %2 で途切れていて、圧縮データが終わっていません。取得し直してください</translation>
    </message>
    <message>
        <source>There is no column %1</source>
        <translation>列 %1 がありません</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>%1 以上</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>%1 以下</translation>
    </message>
    <message>
        <source>There is %1 row</source>
        <translation>%1 行あります</translation>
    </message>
    <message>
        <source>There are %1 rows</source>
        <translation>%1 行あります</translation>
    </message>
    <message>
        <source>no columns but those named</source>
        <translation>挙げた列のほかに列がない</translation>
    </message>
    <message>
        <source>%1 is not named</source>
        <translation>%1 は挙げられていません</translation>
    </message>
    <message>
        <source>%1 are not named</source>
        <translation>%1 は挙げられていません</translation>
    </message>
    <message>
        <source>the column is there</source>
        <translation>列がある</translation>
    </message>
    <message>
        <source>the column may be absent</source>
        <translation>列がなくてもよい</translation>
    </message>
    <message>
        <source>a supported type</source>
        <translation>扱える型</translation>
    </message>
    <message>
        <source>%1 is of a type that is not supported</source>
        <translation>%1 は扱えない型です</translation>
    </message>
    <message>
        <source>%1 is of type %2</source>
        <translation>%1 の型は%2です</translation>
    </message>
    <message>
        <source>no missing values</source>
        <translation>欠損値がない</translation>
    </message>
    <message>
        <source>at most %1 missing</source>
        <translation>欠損は %1 以下</translation>
    </message>
    <message>
        <source>%1 misses %2 value (%3)</source>
        <translation>%1 に %2 個の欠損値があります（%3）</translation>
    </message>
    <message>
        <source>%1 misses %2 values (%3)</source>
        <translation>%1 に %2 個の欠損値があります（%3）</translation>
    </message>
    <message>
        <source>every value fits the type</source>
        <translation>すべての値が型に合う</translation>
    </message>
    <message>
        <source>at most %1 do not fit the type</source>
        <translation>型に合わない値は %1 以下</translation>
    </message>
    <message>
        <source>%1 has %2 value that does not fit %3</source>
        <translation>%1 に型（%3）に合わない値が %2 個あります</translation>
    </message>
    <message>
        <source>%1 has %2 values that do not fit %3</source>
        <translation>%1 に型（%3）に合わない値が %2 個あります</translation>
    </message>
    <message>
        <source>%1 has %2 value out of range (%3)</source>
        <translation>%1 に範囲外の値が %2 個あります（%3）</translation>
    </message>
    <message>
        <source>%1 has %2 values out of range (%3)</source>
        <translation>%1 に範囲外の値が %2 個あります（%3）</translation>
    </message>
    <message>
        <source>one of %1 values</source>
        <translation>%1 個の値のいずれか</translation>
    </message>
    <message>
        <source>%1 has %2 value beside the allowed ones</source>
        <translation>%1 に許されていない値が %2 個あります</translation>
    </message>
    <message>
        <source>%1 has %2 values beside the allowed ones</source>
        <translation>%1 に許されていない値が %2 個あります</translation>
    </message>
    <message>
        <source>written as %1</source>
        <translation>書き方は %1</translation>
    </message>
    <message>
        <source>%1 has %2 value written otherwise</source>
        <translation>%1 に書き方の異なる値が %2 個あります</translation>
    </message>
    <message>
        <source>%1 has %2 values written otherwise</source>
        <translation>%1 に書き方の異なる値が %2 個あります</translation>
    </message>
    <message>
        <source>every value once</source>
        <translation>どの値も一度だけ</translation>
    </message>
    <message>
        <source>%1 has %2 value that occurred before</source>
        <translation>%1 に前に出た値が %2 個あります</translation>
    </message>
    <message>
        <source>%1 has %2 values that occurred before</source>
        <translation>%1 に前に出た値が %2 個あります</translation>
    </message>
    <message>
        <source>PSI at most %1</source>
        <translation>PSI は %1 以下</translation>
    </message>
    <message>
        <source>%1 is distributed otherwise (PSI %2)</source>
        <translation>%1 の分布が異なります（PSI %2）</translation>
    </message>
    <message>
        <source>a step of %1 s, at most %2 absent</source>
        <translation>間隔は %1 秒、抜けは %2 以下</translation>
    </message>
    <message>
        <source>The hours of %1 stand in %2, which is not there as whole numbers</source>
        <translation>%1 の時刻を表す %2 が整数の列としてありません</translation>
    </message>
    <message>
        <source>%1 lacks %2 step; the widest gap is from %3 to %4</source>
        <translation>%1 に %2 か所の抜けがあります。最も広い隙間は %3 から %4 です</translation>
    </message>
    <message>
        <source>%1 lacks %2 steps; the widest gap is from %3 to %4</source>
        <translation>%1 に %2 か所の抜けがあります。最も広い隙間は %3 から %4 です</translation>
    </message>
    <message>
        <source>%1 differ in every row</source>
        <translation>%1 の組がどの行でも異なる</translation>
    </message>
    <message>
        <source>%1 row repeats an earlier key of %2</source>
        <translation>%1 行が前の行の %2 のキーと重複しています</translation>
    </message>
    <message>
        <source>%1 rows repeat an earlier key of %2</source>
        <translation>%1 行が前の行の %2 のキーと重複しています</translation>
    </message>
    <message>
        <source>the latest is at most %1 days old</source>
        <translation>最新の日時は %1 日以内</translation>
    </message>
    <message>
        <source>There is no column %1 of times</source>
        <translation>日時の列 %1 がありません</translation>
    </message>
    <message>
        <source>The latest %1 is %2, %3 days old</source>
        <translation>最新の %1 は %2 で、%3 日前です</translation>
    </message>
    <message>
        <source>There is no time in %1</source>
        <translation>%1 に日時がありません</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>空の値</translation>
    </message>
    <message>
        <source>a flag</source>
        <translation>真偽</translation>
    </message>
    <message>
        <source>this number</source>
        <translation>この数</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文字列</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>リスト</translation>
    </message>
    <message>
        <source>a mapping</source>
        <translation>マッピング</translation>
    </message>
    <message>
        <source>The contract is not understood: %1 (line %2, column %3)</source>
        <translation>契約を読み取れません: %1（%2 行 %3 桁）</translation>
    </message>
    <message>
        <source>%1 has to be a mapping, not %2</source>
        <translation>%1 は%2ではなくマッピングにしてください</translation>
    </message>
    <message>
        <source>there is no key &apos;%1&apos;; the nearest is &apos;%2&apos;</source>
        <translation>キー「%1」はありません。近いのは「%2」です</translation>
    </message>
    <message>
        <source>there is no key &apos;%1&apos;</source>
        <translation>キー「%1」はありません</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true か false</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>%1 から %2 までの数</translation>
    </message>
    <message>
        <source>a whole number not below zero</source>
        <translation>0 以上の整数</translation>
    </message>
    <message>
        <source>a list of texts holds %1; put it in quotes</source>
        <translation>文字列のリストに%1があります。引用符で囲んでください</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has to be %2, not %3</source>
        <translation>「%1」は%3ではなく%2にしてください</translation>
    </message>
    <message>
        <source>it</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>a time such as 2026-01-31</source>
        <translation>2026-01-31 のような日時</translation>
    </message>
    <message>
        <source>&apos;cuts&apos; has to be a list of ascending numbers</source>
        <translation>「cuts」は昇順の数のリストにしてください</translation>
    </message>
    <message>
        <source>&apos;counts&apos; has to be a list of whole numbers not below zero</source>
        <translation>「counts」は 0 以上の整数のリストにしてください</translation>
    </message>
    <message>
        <source>&apos;counts&apos; has to have %1 numbers, one more than there are cuts or values</source>
        <translation>「counts」には cuts か values より 1 つ多い %1 個の数が要ります</translation>
    </message>
    <message>
        <source>&apos;regular&apos; needs &apos;seconds&apos;, the step</source>
        <translation>「regular」には間隔「seconds」が要ります</translation>
    </message>
    <message>
        <source>a column needs a &apos;name&apos;</source>
        <translation>列には「name」が要ります</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no type; there are integer, real, boolean, time and text</source>
        <translation>「%1」という型はありません。integer、real、boolean、time、text があります</translation>
    </message>
    <message>
        <source>&apos;min&apos; is above &apos;max&apos;</source>
        <translation>「min」が「max」を超えています</translation>
    </message>
    <message>
        <source>it has to begin with &apos;contract: 1&apos;, the form that is known here</source>
        <translation>ここで扱える形式「contract: 1」で始めてください</translation>
    </message>
    <message>
        <source>the column &apos;%1&apos; is there twice</source>
        <translation>列「%1」が二度出ています</translation>
    </message>
    <message>
        <source>all %1 rules hold</source>
        <translation>%1 個の規則がすべて成り立っています</translation>
    </message>
    <message>
        <source>%1 rule of %2 is broken: %3</source>
        <translation>%2 個の規則のうち %1 個が破られています: %3</translation>
    </message>
    <message>
        <source>%1 rules of %2 are broken: %3</source>
        <translation>%2 個の規則のうち %1 個が破られています: %3</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>A dataset needs a name of 1 to 250 bytes without &apos;@&apos; and control characters</source>
        <translation>データセットの名前は 1～250 バイトで、「@」と制御文字は使えません</translation>
    </message>
    <message>
        <source>%1 changed while it was read; add it again</source>
        <translation>%1 は読み取り中に変わりました。もう一度追加してください</translation>
    </message>
    <message>
        <source>The contract of %1 refuses this: %2</source>
        <translation>%1 の契約により拒まれました: %2</translation>
    </message>
    <message>
        <source>%1 refers to %2, which is gone; bring it back, or add the data from where it is now</source>
        <translation>%1 が参照する %2 がなくなっています。元に戻すか、今の場所から追加してください</translation>
    </message>
    <message>
        <source>%1 refers to %2, which changed since; add it again to make a new version</source>
        <translation>%1 が参照する %2 はその後変わりました。もう一度追加すると新しいバージョンになります</translation>
    </message>
    <message>
        <source>There is already a dataset &apos;%1&apos;</source>
        <translation>データセット「%1」はすでにあります</translation>
    </message>
    <message>
        <source>A text about a dataset has at most 20,000 bytes</source>
        <translation>データセットの説明は 20,000 バイトまでです</translation>
    </message>
    <message>
        <source>A note on a column names it and has at most 20,000 bytes</source>
        <translation>列の説明には列名が要り、20,000 バイトまでです</translation>
    </message>
    <message>
        <source>is not valid UTF-8; name its character set</source>
        <translation>は正しい UTF-8 ではありません。文字コードを指定してください</translation>
    </message>
    <message>
        <source>is not %1; name its character set</source>
        <translation>は %1 ではありません。文字コードを指定してください</translation>
    </message>
    <message>
        <source>%1, line %2: the row %3</source>
        <translation>%1、%2 行目: この行%3</translation>
    </message>
    <message>
        <source>%1, line %2: the file holds NUL bytes and is no text; if it is UTF-16, name it as its character set</source>
        <translation>%1、%2 行目: NUL バイトがあり、テキストではありません。UTF-16 であれば文字コードに指定してください</translation>
    </message>
    <message>
        <source>%1, line 1: the first row is longer than 4 MB; it is no delimited text, or it lacks its line ends</source>
        <translation>%1、1 行目: 最初の行が 4 MB を超えています。区切りテキストではないか、改行がありません</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 は空です</translation>
    </message>
    <message>
        <source>%1, line %2: the file holds NUL bytes and is no text in UTF-8</source>
        <translation>%1、%2 行目: NUL バイトがあり、UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <source>%1 has more than 10,000 columns, the most that are read; it may be turned on its side, or name the delimiter</source>
        <translation>%1 の列が読み取りの上限 10,000 を超えています。行と列が逆かもしれません。または区切り文字を指定してください</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>ファイルが空です</translation>
    </message>
    <message>
        <source>No complete record stands in the first %1; a quote may be left open on line 1</source>
        <translation>先頭の %1 に完結した行がありません。1 行目で引用符が閉じていないかもしれません</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos; in both to join rows by; the nearest name is &apos;%2&apos;</source>
        <translation>行を対応させる列「%1」が両方にはありません。近い名前は「%2」です</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos; in both to join rows by</source>
        <translation>行を対応させる列「%1」が両方にはありません</translation>
    </message>
    <message>
        <source>%1 changed while it was read; open it again</source>
        <translation>%1 は読み取り中に変わりました。もう一度開いてください</translation>
    </message>
    <message>
        <source>Keeping the rows of %1 takes %2 MiB, and the disk has %3 MiB left; make room and open it again</source>
        <translation>%1 の行を保存するには %2 MiB が必要ですが、ディスクの空きは %3 MiB です。空きを作ってから開き直してください</translation>
    </message>
    <message>
        <source>%1 is not what it was when this version was registered; register it as a new version</source>
        <translation>%1 はこのバージョンを登録したときから変わっています。新しいバージョンとして登録してください</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds text, which has no mean; count it instead</source>
        <translation>「%1」は文字列で、平均はありません。個数を数えてください</translation>
    </message>
    <message>
        <source>&apos;%1&apos; makes more than %2 groups; divide it into bins or longer periods, or filter first</source>
        <translation>「%1」のグループは %2 を超えます。区間や長い期間に分けるか、先に絞り込んでください</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds text and can be grouped only by its values</source>
        <translation>「%1」は文字列で、値ごとにしかまとめられません</translation>
    </message>
    <message>
        <source>The range of &apos;%1&apos; has no such axis; logarithms need values above 0</source>
        <translation>「%1」の範囲ではこの軸にできません。対数には正の値が要ります</translation>
    </message>
    <message>
        <source>%1 is almost empty: %2 columns, of which a row fills next to none; leave the empty columns out</source>
        <translation>%1 はほとんど空です。%2 列のうち、どの行もほぼ何も入っていません。空の列を除いてください</translation>
    </message>
    <message>
        <source>the value is no JSON (%1)</source>
        <translation>値が JSON ではありません（%1）</translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1、%2 行目: %3</translation>
    </message>
    <message>
        <source>the array is not closed; the file may be cut off</source>
        <translation>配列が閉じていません。ファイルが途切れているかもしれません</translation>
    </message>
    <message>
        <source>something follows the end of the array</source>
        <translation>配列の終わりの後に何かあります</translation>
    </message>
    <message>
        <source>a value is longer than 16 MB; write one row a line</source>
        <translation>値が 16 MB を超えています。1 行に 1 件ずつ書いてください</translation>
    </message>
    <message>
        <source>the value that starts here does not end; the file may be cut off</source>
        <translation>ここで始まる値が終わっていません。ファイルが途切れているかもしれません</translation>
    </message>
    <message>
        <source>a value is nested deeper than 100 levels; flatten it first</source>
        <translation>値の入れ子が 100 段を超えています。先に平らにしてください</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>%1 のヒストグラム</translation>
    </message>
    <message>
        <source>%1 to %2: %3</source>
        <translation>%1～%2: %3</translation>
    </message>
    <message>
        <source>Most frequent values of %1</source>
        <translation>%1 の最も多い値</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値の数</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>欠損</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>ゼロ</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>SD</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Skew</source>
        <translation>歪度</translation>
    </message>
    <message>
        <source>Kurtosis</source>
        <translation>尖度</translation>
    </message>
    <message>
        <source>Data behind the picture</source>
        <translation>図の元のデータ</translation>
    </message>
    <message>
        <source>From</source>
        <translation>から</translation>
    </message>
    <message>
        <source>To</source>
        <translation>まで</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Personal data: its values are kept out of this report.</source>
        <translation>個人情報: 値はこのレポートに載せていません。</translation>
    </message>
    <message>
        <source>Against %1: predictive power %2, mutual information %3 nats</source>
        <translation>%1 に対して: 予測力 %2、相互情報量 %3 ナット</translation>
    </message>
    <message>
        <source>%1 rows, %2 columns</source>
        <translation>%1 行、%2 列</translation>
    </message>
    <message>
        <source>%1, %2 repeated rows</source>
        <translation>%1、重複行 %2</translation>
    </message>
    <message>
        <source>%1; a sample: %2</source>
        <translation>%1。標本: %2</translation>
    </message>
    <message>
        <source>%1; target %2</source>
        <translation>%1。目的変数 %2</translation>
    </message>
    <message>
        <source>%1. Made %2</source>
        <translation>%1。作成 %2</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>クエリ</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Nothing is wrong that a person should look at.</source>
        <translation>人が見るべき問題はありません。</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Datasets cannot be changed here; save the result of a SELECT as a new version instead</source>
        <translation>ここではデータセットを変更できません。SELECT の結果を新しいバージョンとして保存してください</translation>
    </message>
    <message>
        <source>Statements cannot read or write files; register the file as a dataset, or save the result as a version</source>
        <translation>文からファイルの読み書きはできません。ファイルをデータセットとして登録するか、結果をバージョンとして保存してください</translation>
    </message>
    <message>
        <source>Write the SELECT alone and ask for its plan</source>
        <translation>SELECT だけを書いて、その実行計画を表示してください</translation>
    </message>
    <message>
        <source>Only statements that read are run here: SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW</source>
        <translation>ここで実行できるのは読み取りの文だけです: SELECT、WITH、FROM、VALUES、DESCRIBE、SUMMARIZE、SHOW</translation>
    </message>
    <message>
        <source>The statement is longer than a million bytes</source>
        <translation>文が 100 万バイトを超えています</translation>
    </message>
    <message>
        <source>The statement holds a NUL byte</source>
        <translation>文に NUL バイトがあります</translation>
    </message>
    <message>
        <source>There is no statement to run</source>
        <translation>実行する文がありません</translation>
    </message>
    <message>
        <source>There are no values for parameters here; write the value itself</source>
        <translation>ここではパラメータに値を渡せません。値をそのまま書いてください</translation>
    </message>
    <message>
        <source>Names with Unicode escapes are not taken; write the characters themselves</source>
        <translation>Unicode エスケープの名前は使えません。文字をそのまま書いてください</translation>
    </message>
    <message>
        <source>“%1” is not run here: it can reach beyond the datasets that are open. Register the file as a dataset and name that</source>
        <translation>「%1」はここでは実行しません。開いたデータセットの外に届くためです。ファイルをデータセットとして登録し、その名前を使ってください</translation>
    </message>
    <message>
        <source>Write one statement at a time</source>
        <translation>文は一度に 1 つだけ書いてください</translation>
    </message>
    <message>
        <source>Choose at least one column of each side to join by</source>
        <translation>結合に使う列を両側から 1 つ以上選んでください</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos; to join by</source>
        <translation>結合に使う列「%1」がありません</translation>
    </message>
    <message>
        <source>%1 is of type %2 and %3 of type %4; they are never equal</source>
        <translation>%1 の型は%2、%3 の型は%4で、等しくなることがありません</translation>
    </message>
    <message>
        <source>Choose a column to group by</source>
        <translation>まとめる列を選んでください</translation>
    </message>
    <message>
        <source>Choose what to tell of each group</source>
        <translation>各グループについて何を求めるか選んでください</translation>
    </message>
    <message>
        <source>The width of bins has to be above zero</source>
        <translation>区間の幅は 0 より大きくしてください</translation>
    </message>
    <message>
        <source>%1 has more than %2 values; put it into the rows, or choose one with fewer</source>
        <translation>%1 の値は %2 種類を超えます。行に置くか、種類の少ない列を選んでください</translation>
    </message>
    <message>
        <source>%1 is an Excel 97 workbook (.xls) or one locked by a password; save it as plain .xlsx or as CSV</source>
        <translation>%1 は Excel 97 のブック（.xls）か、パスワード付きのブックです。通常の .xlsx か CSV で保存してください</translation>
    </message>
    <message>
        <source>%1 is a PDF document; a table in it has to be exported as CSV first</source>
        <translation>%1 は PDF 文書です。中の表を先に CSV に書き出してください</translation>
    </message>
    <message>
        <source>%1 is a picture and no table</source>
        <translation>%1 は画像で、表ではありません</translation>
    </message>
    <message>
        <source>%1 is an HDF5 file; write it as Parquet with pandas first</source>
        <translation>%1 は HDF5 ファイルです。先に pandas で Parquet に書き出してください</translation>
    </message>
    <message>
        <source>%1 is an Arrow (Feather) file; write it as Parquet first</source>
        <translation>%1 は Arrow（Feather）ファイルです。先に Parquet に書き出してください</translation>
    </message>
    <message>
        <source>%1 is an Avro file; write it as Parquet first</source>
        <translation>%1 は Avro ファイルです。先に Parquet に書き出してください</translation>
    </message>
    <message>
        <source>%1 is an ORC file; write it as Parquet first</source>
        <translation>%1 は ORC ファイルです。先に Parquet に書き出してください</translation>
    </message>
    <message>
        <source>%1 is a NumPy array; write it as Parquet or CSV first</source>
        <translation>%1 は NumPy の配列です。先に Parquet か CSV に書き出してください</translation>
    </message>
    <message>
        <source>%1 is packed with bzip2; unpack it, or pack it with gzip or zstd</source>
        <translation>%1 は bzip2 で圧縮されています。展開するか、gzip か zstd で圧縮してください</translation>
    </message>
    <message>
        <source>%1 is packed with xz; unpack it, or pack it with gzip or zstd</source>
        <translation>%1 は xz で圧縮されています。展開するか、gzip か zstd で圧縮してください</translation>
    </message>
    <message>
        <source>%1 is a 7-Zip archive; unpack it first</source>
        <translation>%1 は 7-Zip の書庫です。先に展開してください</translation>
    </message>
    <message>
        <source>%1 is a RAR archive; unpack it first</source>
        <translation>%1 は RAR の書庫です。先に展開してください</translation>
    </message>
    <message>
        <source>%1 is a program and no table</source>
        <translation>%1 はプログラムで、表ではありません</translation>
    </message>
    <message>
        <source>%1 is an encrypted Parquet file; decrypt it first</source>
        <translation>%1 は暗号化された Parquet ファイルです。先に復号してください</translation>
    </message>
    <message>
        <source>%1 is a Python pickle, which is never opened because it can run code; write it as Parquet</source>
        <translation>%1 は Python の pickle です。コードを実行できるため開きません。Parquet に書き出してください</translation>
    </message>
    <message>
        <source>%1 holds a packed binary file; unpack it first</source>
        <translation>%1 には圧縮されたバイナリファイルが入っています。先に展開してください</translation>
    </message>
    <message>
        <source>%1, table &apos;%2&apos;, behind row %3: the database cannot be read (%4); restore it from a copy</source>
        <translation>%1、表「%2」、%3 行目の後: データベースを読み取れません（%4）。控えから戻してください</translation>
    </message>
    <message>
        <source>%1 is a damaged SQLite database (%2); restore it from a copy</source>
        <translation>%1 は壊れた SQLite データベースです（%2）。控えから戻してください</translation>
    </message>
    <message>
        <source>%1 is a SQLite database without tables</source>
        <translation>%1 は表のない SQLite データベースです</translation>
    </message>
    <message>
        <source>%1 has no table &apos;%2&apos;; the nearest name is &apos;%3&apos;</source>
        <translation>%1 に表「%2」はありません。近い名前は「%3」です</translation>
    </message>
    <message>
        <source>%1 has no table &apos;%2&apos;; its first is &apos;%3&apos;</source>
        <translation>%1 に表「%2」はありません。最初の表は「%3」です</translation>
    </message>
    <message>
        <source>%1, table &apos;%2&apos;: it has no columns that can be read</source>
        <translation>%1、表「%2」: 読み取れる列がありません</translation>
    </message>
    <message>
        <source>%1 begins as a Parquet file and is cut off; fetch or write it again</source>
        <translation>%1 は Parquet ファイルとして始まりますが途切れています。取得し直すか書き出し直してください</translation>
    </message>
    <message>
        <source>%1 is a damaged Parquet file: its footer claims %2 where the file has %3; write it again</source>
        <translation>%1 は壊れた Parquet ファイルです。フッターは %2 と言いますが、ファイルは %3 です。書き出し直してください</translation>
    </message>
    <message>
        <source>%1 holds more than 100,000 Parquet files</source>
        <translation>%1 に 100,000 を超える Parquet ファイルがあります</translation>
    </message>
    <message>
        <source>%1 cannot be listed</source>
        <translation>%1 の一覧を読み取れません</translation>
    </message>
    <message>
        <source>%1 is not a file, and as a folder it holds no .parquet files</source>
        <translation>%1 はファイルではなく、フォルダーとしても .parquet ファイルがありません</translation>
    </message>
    <message>
        <source>%1 needs more memory than is allowed; it may be damaged, or write it again with smaller row groups</source>
        <translation>%1 は許された以上のメモリを必要とします。壊れているかもしれません。または小さな行グループで書き出し直してください</translation>
    </message>
    <message>
        <source>%1 is a damaged Parquet file; write it again</source>
        <translation>%1 は壊れた Parquet ファイルです。書き出し直してください</translation>
    </message>
    <message>
        <source>%1 has more than 10,000 columns, the most that are read</source>
        <translation>%1 の列が読み取りの上限 10,000 を超えています</translation>
    </message>
    <message>
        <source>unsupported</source>
        <translation>扱えない型</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>特徴量</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目的変数</translation>
    </message>
    <message>
        <source>id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>group</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>ignore</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation>%1（%2）: %3</translation>
    </message>
    <message>
        <source>its XML is nested deeper than 100 levels; save the workbook again</source>
        <translation>XML の入れ子が 100 段を超えています。ブックを保存し直してください</translation>
    </message>
    <message>
        <source>it declares a document type, as no workbook does; save it again with Excel</source>
        <translation>ブックにはない文書型宣言があります。Excel で保存し直してください</translation>
    </message>
    <message>
        <source>the archive is damaged (%1); save the workbook again</source>
        <translation>書庫が壊れています（%1）。ブックを保存し直してください</translation>
    </message>
    <message>
        <source>%1 (%2) unpacks to more than 200 times its size, as no table does; save it as CSV if it is meant so</source>
        <translation>%1（%2）を展開すると 200 倍を超え、表とは考えられません。意図したものであれば CSV で保存してください</translation>
    </message>
    <message>
        <source>line %1 of its XML is damaged (%2); save the workbook again</source>
        <translation>XML の %1 行目が壊れています（%2）。ブックを保存し直してください</translation>
    </message>
    <message>
        <source>%1 is a damaged zip archive (%2); fetch it or save the workbook again</source>
        <translation>%1 は壊れた zip 書庫です（%2）。取得し直すか、ブックを保存し直してください</translation>
    </message>
    <message>
        <source>%1 is an archive of more than 10,000 files and no workbook</source>
        <translation>%1 は 10,000 を超えるファイルの書庫で、ブックではありません</translation>
    </message>
    <message>
        <source>%1 is a zip archive and no Excel workbook; unpack it first</source>
        <translation>%1 は zip 書庫で、Excel のブックではありません。先に展開してください</translation>
    </message>
    <message>
        <source>it cannot be read (%1); save the workbook again</source>
        <translation>読み取れません（%1）。ブックを保存し直してください</translation>
    </message>
    <message>
        <source>The workbook holds more than 512 MB of text; save it as CSV</source>
        <translation>ブックの文字列が 512 MB を超えています。CSV で保存してください</translation>
    </message>
    <message>
        <source>%1, row %2: there are more than 10,000 columns, the most that are read</source>
        <translation>%1、%2 行目: 列が読み取りの上限 10,000 を超えています</translation>
    </message>
    <message>
        <source>%1, row %2: a cell holds more than 1 MB of text; save the workbook again</source>
        <translation>%1、%2 行目: セルの文字列が 1 MB を超えています。ブックを保存し直してください</translation>
    </message>
    <message>
        <source>%1 is a workbook without sheets</source>
        <translation>%1 はシートのないブックです</translation>
    </message>
    <message>
        <source>%1 has no sheet &apos;%2&apos;; the nearest name is &apos;%3&apos;</source>
        <translation>%1 にシート「%2」はありません。近い名前は「%3」です</translation>
    </message>
    <message>
        <source>%1 has no sheet &apos;%2&apos;; its first is &apos;%3&apos;</source>
        <translation>%1 にシート「%2」はありません。最初のシートは「%3」です</translation>
    </message>
    <message>
        <source>%1: the sheet &apos;%2&apos; is not inside the workbook</source>
        <translation>%1: シート「%2」がブックの中にありません</translation>
    </message>
    <message>
        <source>%1, sheet &apos;%2&apos; is empty; name another sheet</source>
        <translation>%1、シート「%2」は空です。別のシートを指定してください</translation>
    </message>
    <message>
        <source>%1, sheet &apos;%2&apos; is empty</source>
        <translation>%1、シート「%2」は空です</translation>
    </message>
    <message>
        <source>A quote is not closed in &apos;%1&apos;</source>
        <translation>「%1」で引用符が閉じていません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number</source>
        <translation>「%1」は数ではありません</translation>
    </message>
    <message>
        <source>it begins with none of trim, missing, drop, times, rename, type, fill and scale</source>
        <translation>trim、missing、drop、times、rename、type、fill、scale のどれでも始まっていません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is too much</source>
        <translation>「%1」が余分です</translation>
    </message>
    <message>
        <source>it names no column</source>
        <translation>列の指定がありません</translation>
    </message>
    <message>
        <source>after &apos;is&apos; comes missing, present or not missing</source>
        <translation>「is」の後は missing、present、not missing のいずれかです</translation>
    </message>
    <message>
        <source>a comparison ends after &apos;%1&apos;</source>
        <translation>「%1」の後で比較が終わっています</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no comparison</source>
        <translation>「%1」は比較ではありません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing</source>
        <translation>「%1」がありません</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>途中で終わっています</translation>
    </message>
    <message>
        <source>The step &apos;%1&apos; is not understood: %2</source>
        <translation>手順「%1」を読み取れません: %2</translation>
    </message>
    <message>
        <source>%1 is of type %2 and %3</source>
        <translation>%1 の型は%2で、%3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no time such as 2026-01-31</source>
        <translation>「%1」は 2026-01-31 のような日時ではありません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is neither true nor false</source>
        <translation>「%1」は真でも偽でもありません</translation>
    </message>
    <message>
        <source>The step &apos;%1&apos; names no column</source>
        <translation>手順「%1」に列の指定がありません</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos; at this step; the nearest name is &apos;%2&apos;</source>
        <translation>この手順の時点で列「%1」はありません。近い名前は「%2」です</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos; at this step</source>
        <translation>この手順の時点で列「%1」はありません</translation>
    </message>
    <message>
        <source>has no blanks to take off</source>
        <translation>取り除く空白がありません</translation>
    </message>
    <message>
        <source>The step &apos;%1&apos; names no value</source>
        <translation>手順「%1」に値の指定がありません</translation>
    </message>
    <message>
        <source>is not read as a time; change it to text first</source>
        <translation>日時として読めません。先に文字列に変えてください</translation>
    </message>
    <message>
        <source>cannot become %1</source>
        <translation>%1にはできません</translation>
    </message>
    <message>
        <source>has no median; say what to fill in</source>
        <translation>中央値がありません。補う値を指定してください</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no whole number; change the type to real first</source>
        <translation>「%1」は整数ではありません。先に型を数値に変えてください</translation>
    </message>
    <message>
        <source>has no numbers to scale</source>
        <translation>拡大縮小する数がありません</translation>
    </message>
    <message>
        <source>The factor has to be a number</source>
        <translation>倍率は数にしてください</translation>
    </message>
    <message>
        <source>is compared by = and &lt;&gt; only</source>
        <translation>比較は = と &lt;&gt; だけです</translation>
    </message>
    <message>
        <source>No column would be left</source>
        <translation>列が残らなくなります</translation>
    </message>
    <message>
        <source>It is not said which rows to leave out</source>
        <translation>除く行の指定がありません</translation>
    </message>
    <message>
        <source>To rename takes one column and its new name</source>
        <translation>名前の変更には列 1 つと新しい名前が要ります</translation>
    </message>
    <message>
        <source>There is already a column &apos;%1&apos;</source>
        <translation>列「%1」はすでにあります</translation>
    </message>
    <message>
        <source>There is no dataset &apos;%1&apos;; the nearest name is &apos;%2&apos;</source>
        <translation>データセット &apos;%1&apos; はありません。最も近い名前は &apos;%2&apos; です</translation>
    </message>
    <message>
        <source>There is no dataset &apos;%1&apos;; &quot;tatara data add FILE&quot; adds one</source>
        <translation>データセット &apos;%1&apos; はありません。「tatara data add FILE」で追加できます</translation>
    </message>
    <message>
        <source>There is no dataset &apos;%1&apos;</source>
        <translation>データセット &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>The dataset is not there any more</source>
        <translation>データセットはもうありません</translation>
    </message>
    <message>
        <source>The dataset version is not there any more</source>
        <translation>データセットのバージョンはもうありません</translation>
    </message>
    <message>
        <source>The dataset &apos;%1&apos; has no versions</source>
        <translation>データセット &apos;%1&apos; にはバージョンがありません</translation>
    </message>
    <message>
        <source>The dataset &apos;%1&apos; has no version %2; its newest is %3</source>
        <translation>データセット &apos;%1&apos; にバージョン %2 はありません。最新は %3 です</translation>
    </message>
    <message>
        <source>The dataset &apos;%1&apos; has no version %2</source>
        <translation>データセット &apos;%1&apos; にバージョン %2 はありません</translation>
    </message>
    <message>
        <source>The bytes of %1 are not among the artifacts; &quot;tatara verify&quot; tells what is lost</source>
        <translation>%1 のデータがアーティファクトの中にありません。失われたものは「tatara verify」で分かります</translation>
    </message>
    <message>
        <source>The temporary folder cannot be written</source>
        <translation>一時フォルダーに書き込めません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no role; there are feature, target, id, time, group and ignore</source>
        <translation>&apos;%1&apos; は役割ではありません。feature、target、id、time、group、ignore があります</translation>
    </message>
    <message>
        <source>A note has at most 20,000 bytes</source>
        <translation>メモは20,000バイトまでです</translation>
    </message>
    <message>
        <source>The profile is too large to be kept</source>
        <translation>プロファイルが大きすぎて保存できません</translation>
    </message>
    <message>
        <source>The file holds only blank lines</source>
        <translation>ファイルには空行しかありません</translation>
    </message>
    <message>
        <source>Rows are written as .csv, .tsv, .jsonl or .parquet, not as &apos;%1&apos;</source>
        <translation>行は .csv、.tsv、.jsonl、.parquet で書き出します。&apos;%1&apos; には対応していません</translation>
    </message>
    <message>
        <source>There is already a file %1</source>
        <translation>ファイル %1 はすでにあります</translation>
    </message>
    <message>
        <source>There is no column that could be written</source>
        <translation>書き出せる列がありません</translation>
    </message>
    <message>
        <source>The recipe is not understood: %1</source>
        <translation>レシピを解釈できません: %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has to be a text</source>
        <translation>&apos;%1&apos; は文字列でなければなりません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has to be a list of texts</source>
        <translation>&apos;%1&apos; は文字列のリストでなければなりません</translation>
    </message>
    <message>
        <source>a step has to be an object, not %1</source>
        <translation>手順はオブジェクトでなければなりません (%1 ではなく)</translation>
    </message>
    <message>
        <source>a step has no &apos;%1&apos;</source>
        <translation>手順に &apos;%1&apos; というキーはありません</translation>
    </message>
    <message>
        <source>there is no step &apos;%1&apos;; the nearest is &apos;%2&apos;</source>
        <translation>&apos;%1&apos; という手順はありません。最も近いのは &apos;%2&apos; です</translation>
    </message>
    <message>
        <source>there is no step &apos;%1&apos;</source>
        <translation>&apos;%1&apos; という手順はありません</translation>
    </message>
    <message>
        <source>&apos;factor&apos; has to be a number</source>
        <translation>&apos;factor&apos; は数値でなければなりません</translation>
    </message>
    <message>
        <source>&apos;where&apos; has to be a list of comparisons</source>
        <translation>&apos;where&apos; は比較のリストでなければなりません</translation>
    </message>
    <message>
        <source>a comparison has a &apos;column&apos; and &apos;is&apos; with =, &lt;&gt;, &lt;, &lt;=, &gt;, &gt;=, missing or present</source>
        <translation>比較には &apos;column&apos; と、=、&lt;&gt;、&lt;、&lt;=、&gt;、&gt;=、missing、present のいずれかの &apos;is&apos; が必要です</translation>
    </message>
    <message>
        <source>it has to be an object with a list of &apos;steps&apos;</source>
        <translation>&apos;steps&apos; のリストを持つオブジェクトでなければなりません</translation>
    </message>
    <message>
        <source>it has more than a thousand steps</source>
        <translation>手順が1000を超えています</translation>
    </message>
    <message>
        <source>The recipe has no steps</source>
        <translation>レシピに手順がありません</translation>
    </message>
    <message>
        <source>The time format &apos;%1&apos; is not understood; there are %2</source>
        <translation>時刻の書式 &apos;%1&apos; を解釈できません。使えるのは %2 です</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos;; the nearest name is &apos;%2&apos;</source>
        <translation>列 &apos;%1&apos; はありません。最も近い名前は &apos;%2&apos; です</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos;</source>
        <translation>列 &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>The kept rows of column &apos;%1&apos; are damaged; they are read from the source again</source>
        <translation>列 &apos;%1&apos; の保存済みの行が壊れています。元のデータから読み直します</translation>
    </message>
    <message>
        <source>%1 has more than four thousand million rows</source>
        <translation>%1 には40億を超える行があります</translation>
    </message>
    <message>
        <source>The kept rows of a dataset are damaged (%1); they are read from the source again</source>
        <translation>データセットの保存済みの行が壊れています (%1)。元のデータから読み直します</translation>
    </message>
    <message>
        <source>the file is too short</source>
        <translation>ファイルが短すぎます</translation>
    </message>
    <message>
        <source>it is no such file</source>
        <translation>その種類のファイルではありません</translation>
    </message>
    <message>
        <source>its header does not agree with its checksum</source>
        <translation>ヘッダーがチェックサムと一致しません</translation>
    </message>
    <message>
        <source>they were written by another version</source>
        <translation>別のバージョンで書かれています</translation>
    </message>
    <message>
        <source>the file was cut off</source>
        <translation>ファイルが途中で切れています</translation>
    </message>
    <message>
        <source>its directory does not agree with its checksum</source>
        <translation>目次がチェックサムと一致しません</translation>
    </message>
    <message>
        <source>its directory cannot be read</source>
        <translation>目次を読めません</translation>
    </message>
    <message>
        <source>its directory is wrong</source>
        <translation>目次が正しくありません</translation>
    </message>
    <message>
        <source>The filter is nested too deeply or negates nothing</source>
        <translation>フィルターの入れ子が深すぎるか、否定の対象がありません</translation>
    </message>
    <message>
        <source>A filter has a condition that says nothing</source>
        <translation>フィルターに内容のない条件があります</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be a value of &apos;%2&apos;, whose type is %3</source>
        <translation>&apos;%1&apos; は &apos;%2&apos; (型は%3) の値になりません</translation>
    </message>
    <message>
        <source>A lasso needs at least three corners</source>
        <translation>投げ縄には3つ以上の頂点が必要です</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds text, which lies in no range; choose some of its values</source>
        <translation>&apos;%1&apos; は文字列の列なので範囲を指定できません。値を選んでください</translation>
    </message>
    <message>
        <source>There is no such column to measure</source>
        <translation>集計する列がありません</translation>
    </message>
    <message>
        <source>A grid of more than eight million cells is not drawn</source>
        <translation>800万を超えるセルの格子は描きません</translation>
    </message>
    <message>
        <source>The rows cannot be sorted by a column that is not there</source>
        <translation>存在しない列では行を並べ替えられません</translation>
    </message>
    <message>
        <source>There is no such column to count</source>
        <translation>数える列がありません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds text; its values are counted one by one</source>
        <translation>&apos;%1&apos; は文字列の列です。値ごとに数えます</translation>
    </message>
    <message>
        <source>There is no such column to group by</source>
        <translation>グループ化する列がありません</translation>
    </message>
    <message>
        <source>%1 holds no rows: no object with a key stands in it</source>
        <translation>%1 に行がありません: キーを持つオブジェクトがありません</translation>
    </message>
    <message>
        <source>There is no dataset version &apos;%1&apos;</source>
        <translation>データセットのバージョン &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is no run &apos;%1&apos;</source>
        <translation>実行 &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is no logged model &apos;%1&apos;</source>
        <translation>記録されたモデル &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is no model version &apos;%1&apos;</source>
        <translation>モデルのバージョン &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is no commit &apos;%1&apos;</source>
        <translation>コミット &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is no review &apos;%1&apos;</source>
        <translation>レビュー &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is no endpoint &apos;%1&apos;</source>
        <translation>エンドポイント &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is no file &apos;%1&apos;</source>
        <translation>ファイル &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>There is nothing called &apos;%1&apos;</source>
        <translation>&apos;%1&apos; という名前のものはありません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no version of a dataset</source>
        <translation>&apos;%1&apos; はデータセットのバージョンではありません</translation>
    </message>
    <message>
        <source>More than one commit begins with &apos;%1&apos;</source>
        <translation>&apos;%1&apos; で始まるコミットが複数あります</translation>
    </message>
    <message>
        <source>No run was made of a commit &apos;%1&apos;; at least 7 digits are needed</source>
        <translation>コミット &apos;%1&apos; から作られた実行はありません。7桁以上を指定してください</translation>
    </message>
    <message>
        <source>The kept corrections of a dataset are damaged: a type is not known</source>
        <translation>データセットに保存された補正が壊れています: 不明な型があります</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos; to take as target; the nearest name is &apos;%2&apos;</source>
        <translation>目的変数にする列 &apos;%1&apos; はありません。最も近い名前は &apos;%2&apos; です</translation>
    </message>
    <message>
        <source>There is no column &apos;%1&apos; to take as target</source>
        <translation>目的変数にする列 &apos;%1&apos; はありません</translation>
    </message>
    <message>
        <source>%1 has no column &apos;%2&apos;; the nearest name is &apos;%3&apos;</source>
        <translation>%1 に列 &apos;%2&apos; はありません。最も近い名前は &apos;%3&apos; です</translation>
    </message>
    <message>
        <source>%1 has no column &apos;%2&apos;</source>
        <translation>%1 に列 &apos;%2&apos; はありません</translation>
    </message>
    <message>
        <source>A column cannot be made unsupported</source>
        <translation>列を未対応の型にはできません</translation>
    </message>
    <message>
        <source>%1 has no column &apos;%2&apos;; it has %3</source>
        <translation>%1 に列 &apos;%2&apos; はありません。あるのは %3 です</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; of %2 holds no single values (%3)</source>
        <translation>%2 の列 &apos;%1&apos; は単独の値を持ちません (%3)</translation>
    </message>
    <message>
        <source>A column holds more than two thousand million different texts</source>
        <translation>1つの列に20億を超える異なる文字列があります</translation>
    </message>
    <message>
        <source>has a quote that is never closed; close it, or name the quote character</source>
        <translation>引用符が閉じられていません。閉じるか、引用符の文字を指定してください</translation>
    </message>
    <message>
        <source>is longer than 16 MB; a quote may be left open, or it is no delimited text</source>
        <translation>16 MB を超えています。引用符が閉じられていないか、区切りテキストではない可能性があります</translation>
    </message>
    <message>
        <source>%1 has no line behind the first %2, which are to be skipped; skip fewer</source>
        <translation>%1 には、読み飛ばす先頭 %2 行より後の行がありません。読み飛ばす行を減らしてください</translation>
    </message>
    <message>
        <source>Skipped: the first line (&apos;%1&apos;), %2</source>
        <translation>読み飛ばし: 先頭の 1 行（「%1」）、%2</translation>
    </message>
    <message>
        <source>Skipped: the first %1 lines (&apos;%2&apos; and on), %3</source>
        <translation>読み飛ばし: 先頭の %1 行（「%2」以降）、%3</translation>
    </message>
    <message>
        <source>Comments: lines that begin with &apos;%1&apos; are left out, as told; there are %2</source>
        <translation>コメント: 「%1」で始まる行を指定どおり除外（%2 行）</translation>
    </message>
    <message>
        <source>Comments: lines that begin with &apos;%1&apos; are left out, as told; %2 of them so far</source>
        <translation>コメント: 「%1」で始まる行を指定どおり除外（ここまでに %2 行）</translation>
    </message>
    <message>
        <source>marked by #</source>
        <translation># で始まる行</translation>
    </message>
    <message>
        <source>above the header</source>
        <translation>見出しより上の行</translation>
    </message>
    <message>
        <source>%1 does not begin as a Parquet file does; it may be damaged or something else</source>
        <translation>%1 は Parquet ファイルとして始まっていません。壊れているか、別の形式かもしれません</translation>
    </message>
    <message>
        <source>The view cannot be read: %1</source>
        <translation>ビューを読み取れません：%1</translation>
    </message>
    <message>
        <source>The file is larger than any Data view</source>
        <translation>ファイルがデータビューとしては大きすぎます</translation>
    </message>
    <message>
        <source>This is no Data view that can be read: %1</source>
        <translation>データビューとして読み取れません: %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has to be true or false</source>
        <translation>「%1」は true か false でなければなりません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has to be a number</source>
        <translation>「%1」は数値でなければなりません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has to be a list of at most ten thousand</source>
        <translation>「%1」は 1 万個までの一覧でなければなりません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not know &apos;%2&apos;</source>
        <translation>「%1」に「%2」という値はありません</translation>
    </message>
    <message>
        <source>a value of a filter has to be a text</source>
        <translation>フィルターの値は文字列でなければなりません</translation>
    </message>
    <message>
        <source>a corner of a lasso has to be two numbers</source>
        <translation>投げ縄の頂点は 2 つの数値でなければなりません</translation>
    </message>
    <message>
        <source>a filter is none of all, any, not, range, set, missing, contains and polygon</source>
        <translation>フィルターが all、any、not、range、set、missing、contains、polygon のどれでもありません</translation>
    </message>
    <message>
        <source>&apos;not&apos; has to have one part</source>
        <translation>&apos;not&apos; の中身は 1 つでなければなりません</translation>
    </message>
    <message>
        <source>it does not say &quot;tatara&quot;: &quot;data view&quot;</source>
        <translation>&quot;tatara&quot;: &quot;data view&quot; と書かれていません</translation>
    </message>
    <message>
        <source>This Data view was written by another version of the program</source>
        <translation>このデータビューは別のバージョンのプログラムで書かれています</translation>
    </message>
</context>
<context>
    <name>tatara::ui::BrushModel</name>
    <message>
        <source>filter on %1</source>
        <translation>%1 の絞り込み</translation>
    </message>
    <message>
        <source>removing the filter on %1</source>
        <translation>%1 の絞り込みの解除</translation>
    </message>
    <message>
        <source>clearing all filters</source>
        <translation>すべての絞り込みの解除</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ColumnBars</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ～ %2</translation>
    </message>
    <message>
        <source>%1: %2 of %3 rows</source>
        <translation>%1：%3 行中 %2 行</translation>
    </message>
    <message>
        <source>%1: %2 rows</source>
        <translation>%1：%2 行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ColumnHistogram</name>
    <message>
        <source>Distribution of the column</source>
        <translation>列の分布</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n bars</source>
        <translation>
            <numerusform>%1：%n 本の棒</numerusform>
        </translation>
    </message>
    <message>
        <source>From</source>
        <translation>から</translation>
    </message>
    <message>
        <source>To</source>
        <translation>まで</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>%1 rows in bars that reach 0 or below not shown</source>
        <translation>0 以下にかかる棒の %1 行は表示していません</translation>
    </message>
    <message>
        <source>Every value is different or missing</source>
        <translation>値がすべて異なるか、欠損しています</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中央値</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ColumnText</name>
    <message>
        <source>integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number</source>
        <translation>実数</translation>
    </message>
    <message>
        <source>flag</source>
        <translation>真偽</translation>
    </message>
    <message>
        <source>time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>unsupported</source>
        <translation>未対応</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>特徴量</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目的変数</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>group</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>ignore</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>値なし</translation>
    </message>
    <message>
        <source>every value different</source>
        <translation>すべて異なる値</translation>
    </message>
    <message>
        <source>most often %1, %2</source>
        <translation>最多は %1、%2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CompareBar</name>
    <message>
        <source>against</source>
        <translation>比較対象</translation>
    </message>
    <message>
        <source>The version to compare with</source>
        <translation>比較するバージョン</translation>
    </message>
    <message>
        <source>Rows with the same key are the same row</source>
        <translation>キーが同じ行は同じ行とみなします</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1、%2 %</translation>
    </message>
    <message>
        <source>no other version</source>
        <translation>ほかのバージョンなし</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ComparePage</name>
    <message>
        <source>added</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>名前変更</translation>
    </message>
    <message>
        <source>retyped</source>
        <translation>型変更</translation>
    </message>
    <message>
        <source>values changed</source>
        <translation>値が変更</translation>
    </message>
    <message>
        <source>same</source>
        <translation>同じ</translation>
    </message>
    <message>
        <source>Columns of both versions</source>
        <translation>両バージョンの列</translation>
    </message>
    <message>
        <source>Changed cells</source>
        <translation>変更されたセル</translation>
    </message>
    <message>
        <source>Rows added</source>
        <translation>追加された行</translation>
    </message>
    <message>
        <source>Rows removed</source>
        <translation>削除された行</translation>
    </message>
    <message>
        <source>Which rows are listed</source>
        <translation>一覧に表示する行</translation>
    </message>
    <message>
        <source>No row was added</source>
        <translation>追加された行はありません</translation>
    </message>
    <message>
        <source>No row was removed</source>
        <translation>削除された行はありません</translation>
    </message>
    <message>
        <source>Copy the columns</source>
        <translation>列の表をコピー</translation>
    </message>
    <message>
        <source>Table copied</source>
        <translation>表をコピーしました</translation>
    </message>
    <message>
        <source>Copy the changed cells</source>
        <translation>変更されたセルをコピー</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>Command copied</source>
        <translation>コマンドをコピーしました</translation>
    </message>
    <message>
        <source>Rows changed</source>
        <translation>変更された行</translation>
    </message>
    <message>
        <source>Rows unchanged</source>
        <translation>変更のない行</translation>
    </message>
    <message>
        <source>Columns that differ</source>
        <translation>異なる列</translation>
    </message>
    <message>
        <source>Without a key</source>
        <translation>キーなし</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>キー: %1</translation>
    </message>
    <message>
        <source>Both versions hold the same</source>
        <translation>両バージョンの内容は同じです</translation>
    </message>
    <message>
        <source>The key is repeated in %1 and %2 rows</source>
        <translation>キーの重複: 前 %1 行、後 %2 行</translation>
    </message>
    <message>
        <source>Whole rows are compared, so none counts as changed</source>
        <translation>行全体を比べるため「変更」はありません</translation>
    </message>
    <message>
        <source>The key was found in the data</source>
        <translation>キーはデータから見つけました</translation>
    </message>
    <message>
        <source>Renamed, by what it holds</source>
        <translation>中身から名前変更と判断しました</translation>
    </message>
    <message>
        <source>%1 % of the rows in both</source>
        <translation>両方にある行の %1 %</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変化</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>%1: the first %2 of %3</source>
        <translation>%1: %3 件中の先頭 %2 件</translation>
    </message>
    <message numerus="yes">
        <source>the first %n of each column</source>
        <translation>
            <numerusform>各列の先頭 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>後</translation>
    </message>
    <message>
        <source>Without a key, as asked</source>
        <translation>指定どおりキーなし</translation>
    </message>
    <message>
        <source>The key is the one that was chosen</source>
        <translation>選ばれたキーを使っています</translation>
    </message>
    <message>
        <source>No column is in both versions</source>
        <translation>両方のバージョンにある列がありません</translation>
    </message>
    <message>
        <source>No column, and no two tried together, differ in every row of both versions and are shared</source>
        <translation>両方のバージョンの全行で値が異なり、かつ共通する列は、1列でも2列の組み合わせでも見つかりません</translation>
    </message>
    <message>
        <source>%1 together differ in every row; %2 % of the rows have a partner</source>
        <translation>%1 の組み合わせは全行で異なり、行の %2 % に相手があります</translation>
    </message>
    <message>
        <source>%1 differs in every row; %2 % of the rows have a partner</source>
        <translation>%1 は全行で異なり、行の %2 % に相手があります</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ContractSheet</name>
    <message>
        <source>Contract of %1</source>
        <translation>%1 の契約</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>Nothing is expected of this dataset yet. Write the rules from a version that is good, then change them as you like.</source>
        <translation>このデータセットにはまだ規則がありません。良いバージョンから規則を書き出し、自由に変更してください。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>規則</translation>
    </message>
    <message>
        <source>Kept rules are checked whenever a version is added; “tatara data check” checks any file by them</source>
        <translation>保存した規則はバージョンの追加時に検査されます。どのファイルも「tatara data check」で検査できます</translation>
    </message>
    <message>
        <source>Write from v%1</source>
        <translation>v%1 から書き出す</translation>
    </message>
    <message>
        <source>Check v%1</source>
        <translation>v%1 を検査</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期待</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Rules that are broken</source>
        <translation>破られた規則</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Remove the contract</source>
        <translation>契約を削除</translation>
    </message>
    <message>
        <source>Writing the rules…</source>
        <translation>規則を書き出し中…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>検査中…</translation>
    </message>
    <message>
        <source>%1 of %2 rules are broken</source>
        <translation>%2 個の規則のうち %1 個が破られています</translation>
    </message>
    <message>
        <source>All %1 rules hold</source>
        <translation>%1 個の規則をすべて満たします</translation>
    </message>
    <message>
        <source>Keeping…</source>
        <translation>保存中…</translation>
    </message>
    <message>
        <source>The contract is kept; the next version is checked by it</source>
        <translation>契約を保存しました。次のバージョンから検査します</translation>
    </message>
    <message>
        <source>The contract is removed</source>
        <translation>契約を削除しました</translation>
    </message>
    <message>
        <source>Row %1: %2</source>
        <translation>%1 行目: %2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CorrelationBars</name>
    <message>
        <source>Strongest correlations</source>
        <translation>強い相関</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CorrelationPlot</name>
    <message>
        <source>Correlation of each pair of columns</source>
        <translation>列どうしの相関</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>the %1 of %2 columns that are related most</source>
        <translation>関係の強い %1 列（全 %2 列）</translation>
    </message>
    <message>
        <source>Two columns with values are needed</source>
        <translation>値のある列が 2 つ必要です</translation>
    </message>
    <message>
        <source>%1 and %2: %3</source>
        <translation>%1 と %2：%3</translation>
    </message>
    <message>
        <source>not defined</source>
        <translation>定義されません</translation>
    </message>
    <message>
        <source>%1 and %2: %3; click shows both</source>
        <translation>%1 と %2：%3（クリックで両方を表示）</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DataHeader</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Use in a run</source>
        <translation>実行で使う</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>Lists only the columns concerned</source>
        <translation>該当する列だけを表示します</translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>問題 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>警告 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notes</source>
        <translation>
            <numerusform>注記 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>%1, shown of %2</source>
        <translation>%1（表示は%2）</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>レポートを書き出す</translation>
    </message>
    <message>
        <source>Compare with v%1</source>
        <translation>v%1 と比較</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>ビュー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DatasetSidebar</name>
    <message>
        <source>Datasets</source>
        <translation>データセット</translation>
    </message>
    <message>
        <source>Filter datasets</source>
        <translation>データセットを絞り込む</translation>
    </message>
    <message>
        <source>Import data…</source>
        <translation>データを取り込む…</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DatasetTree</name>
    <message>
        <source>Datasets</source>
        <translation>データセット</translation>
    </message>
    <message>
        <source>%1, closed folder</source>
        <translation>%1、閉じたフォルダー</translation>
    </message>
    <message>
        <source>%1, folder</source>
        <translation>%1、フォルダー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DetailSheet</name>
    <message>
        <source>Details of %1</source>
        <translation>%1 の詳細</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Personal</source>
        <translation>個人情報</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What the columns hold</source>
        <translation>列の内容</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Values of columns marked personal stay out of every report</source>
        <translation>個人情報とした列の値はどのレポートにも載りません</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>%1 is personal</source>
        <translation>%1 は個人情報</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DriftPage</name>
    <message>
        <source>Cramér&apos;s V, corrected for its bias</source>
        <translation>クラメールの V（偏りを補正）</translation>
    </message>
    <message>
        <source>Wasserstein distance in standard deviations of the values before</source>
        <translation>前の値の標準偏差を単位としたワッサースタイン距離</translation>
    </message>
    <message>
        <source>Shift of each column</source>
        <translation>各列の分布の変化</translation>
    </message>
    <message>
        <source>Statistics of the column in both versions</source>
        <translation>両バージョンでの列の統計量</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>表をコピー</translation>
    </message>
    <message>
        <source>Table copied</source>
        <translation>表をコピーしました</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>図をコピー</translation>
    </message>
    <message>
        <source>Chart copied</source>
        <translation>グラフをコピーしました</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>Command copied</source>
        <translation>コマンドをコピーしました</translation>
    </message>
    <message>
        <source>no test</source>
        <translation>検定なし</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>変化</translation>
    </message>
    <message>
        <source>By the corrected p-value and the size of PSI</source>
        <translation>補正した p 値と PSI の大きさによる</translation>
    </message>
    <message>
        <source>Population stability index: from 0.1 moderate, from 0.25 large</source>
        <translation>母集団安定性指標: 0.1 以上は中程度、0.25 以上は大きい</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>効果量</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>検定</translation>
    </message>
    <message>
        <source>p, corrected</source>
        <translation>p（補正）</translation>
    </message>
    <message>
        <source>Corrected for the number of columns (Benjamini and Hochberg)</source>
        <translation>列の数で補正（Benjamini–Hochberg 法）</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>欠損</translation>
    </message>
    <message>
        <source>No column is in both versions</source>
        <translation>両方にある列はありません</translation>
    </message>
    <message>
        <source>No column is distributed otherwise than by chance</source>
        <translation>偶然を超える分布の違いはありません</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 columns have shifted</source>
        <translation>
            <numerusform>%1 列中 %n 列の分布が変化</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, % of the rows</source>
        <translation>%1、行の割合（%）</translation>
    </message>
    <message>
        <source>Not tested: %1.</source>
        <translation>検定なし: %1。</translation>
    </message>
    <message>
        <source>Kolmogorov–Smirnov D = %1, p %2 after correction for %3 columns.</source>
        <translation>コルモゴロフ–スミルノフ D = %1、%3 列の補正後 p %2。</translation>
    </message>
    <message>
        <source>χ² = %1, p %2 after correction for %3 columns.</source>
        <translation>χ² = %1、%3 列の補正後 p %2。</translation>
    </message>
    <message>
        <source>PSI %1: %2.</source>
        <translation>PSI %1: %2。</translation>
    </message>
    <message>
        <source>Nothing to draw: %1</source>
        <translation>描くものがありません: %1</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>SD</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Min</source>
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
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Statistic</source>
        <translation>統計量</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変化</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExplorePanel</name>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>Opens a new run on this version with its roles</source>
        <translation>このバージョンと役割で新しい実行を開きます</translation>
    </message>
    <message>
        <source>Import data…</source>
        <translation>データを取り込む…</translation>
    </message>
    <message>
        <source>Open the example workspace</source>
        <translation>例のワークスペースを開く</translation>
    </message>
    <message>
        <source>Drop a CSV, Parquet, JSON, Excel or SQLite file, or a folder</source>
        <translation>CSV、Parquet、JSON、Excel、SQLite のファイルまたはフォルダーをドロップ</translation>
    </message>
    <message>
        <source>You see its types, problems and relations before anything is trained on it. The file itself is never changed.</source>
        <translation>学習の前に、型、問題、関係がわかります。ファイル自体は変更しません。</translation>
    </message>
    <message>
        <source>There is no dataset “%1” here; choose one at the left</source>
        <translation>データセット「%1」はありません。左から選んでください</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Missing cells</source>
        <translation>欠損セル</translation>
    </message>
    <message>
        <source>Duplicate rows</source>
        <translation>重複行</translation>
    </message>
    <message>
        <source>Missing steps</source>
        <translation>欠けた時刻</translation>
    </message>
    <message>
        <source>Rejected values</source>
        <translation>合わない値</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Columns with problems</source>
        <translation>問題のある列</translation>
    </message>
    <message>
        <source>Columns with warnings</source>
        <translation>警告のある列</translation>
    </message>
    <message>
        <source>Columns with notes</source>
        <translation>注記のある列</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>数えています…</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%2 行中 %1 行</translation>
    </message>
    <message>
        <source> and %1 more</source>
        <translation> ほか %1</translation>
    </message>
    <message>
        <source>%1 added</source>
        <translation>%1 が追加</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 が削除</translation>
    </message>
    <message>
        <source>%1 retyped</source>
        <translation>%1 の型が変更</translation>
    </message>
    <message>
        <source>same number of rows</source>
        <translation>行数は同じ</translation>
    </message>
    <message>
        <source>%1 rows more</source>
        <translation>%1 行増</translation>
    </message>
    <message>
        <source>%1 rows fewer</source>
        <translation>%1 行減</translation>
    </message>
    <message>
        <source>v%1 against v%2</source>
        <translation>v%1 と v%2 の比較</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>次のタブ</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>前のタブ</translation>
    </message>
    <message>
        <source>Compute the profile again</source>
        <translation>プロファイルを計算し直す</translation>
    </message>
    <message>
        <source>Clear all filters on rows</source>
        <translation>行の絞り込みをすべて解除</translation>
    </message>
    <message>
        <source>Role and type of the selected column</source>
        <translation>選択した列の役割と型</translation>
    </message>
    <message>
        <source>sorting the columns</source>
        <translation>列の並べ替え</translation>
    </message>
    <message>
        <source>Import data</source>
        <translation>データの取り込み</translation>
    </message>
    <message>
        <source>Data files (*.csv *.tsv *.txt *.parquet *.json *.jsonl *.ndjson *.xlsx *.db *.sqlite *.sqlite3 *.gz *.zst);;All files (*)</source>
        <translation>データファイル (*.csv *.tsv *.txt *.parquet *.json *.jsonl *.ndjson *.xlsx *.db *.sqlite *.sqlite3 *.gz *.zst);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>These bytes are %1 v%2 already</source>
        <translation>同じ内容がすでに %1 v%2 にあります</translation>
    </message>
    <message>
        <source>v%1 · %2 · %3 rows</source>
        <translation>v%1 · %2 · %3 行</translation>
    </message>
    <message>
        <source>Copy digest</source>
        <translation>ダイジェストをコピー</translation>
    </message>
    <message>
        <source>Digest copied</source>
        <translation>ダイジェストをコピーしました</translation>
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
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>As guessed</source>
        <translation>推定どおり</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>名前をコピー</translation>
    </message>
    <message>
        <source>Name copied</source>
        <translation>名前をコピーしました</translation>
    </message>
    <message>
        <source>Copy profile as TSV</source>
        <translation>プロファイルを TSV でコピー</translation>
    </message>
    <message>
        <source>Profile copied</source>
        <translation>プロファイルをコピーしました</translation>
    </message>
    <message>
        <source>Copy as SQL</source>
        <translation>SQL でコピー</translation>
    </message>
    <message>
        <source>SQL copied</source>
        <translation>SQL をコピーしました</translation>
    </message>
    <message>
        <source>Copy as pandas</source>
        <translation>pandas でコピー</translation>
    </message>
    <message>
        <source>pandas code copied</source>
        <translation>pandas のコードをコピーしました</translation>
    </message>
    <message>
        <source>Role and type…</source>
        <translation>役割と型…</translation>
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
        <source>Remove…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Setting the type</source>
        <translation>型の設定</translation>
    </message>
    <message>
        <source>Setting the role</source>
        <translation>役割の設定</translation>
    </message>
    <message>
        <source>Excluding columns</source>
        <translation>列の除外</translation>
    </message>
    <message>
        <source>Excluded from features: %1</source>
        <translation>特徴量から除外：%1</translation>
    </message>
    <message>
        <source>Including columns</source>
        <translation>列を戻す</translation>
    </message>
    <message>
        <source>The file of this version has changed or is gone</source>
        <translation>このバージョンのファイルは変更されたか、なくなりました</translation>
    </message>
    <message>
        <source>Use in a run</source>
        <translation>実行で使う</translation>
    </message>
    <message numerus="yes">
        <source>Remove %1 and its %n versions?</source>
        <translation>
            <numerusform>%1 と %n 個のバージョンを削除しますか？</numerusform>
        </translation>
    </message>
    <message>
        <source>Files that were registered by reference stay where they are.</source>
        <translation>参照で登録したファイルはそのまま残ります。</translation>
    </message>
    <message>
        <source>Remove dataset</source>
        <translation>データセットを削除</translation>
    </message>
    <message>
        <source>Removing the dataset</source>
        <translation>データセットの削除</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>レポートを書き出す</translation>
    </message>
    <message>
        <source>HTML (*.html)</source>
        <translation>HTML (*.html)</translation>
    </message>
    <message>
        <source>Rows</source>
        <comment>tab</comment>
        <translation>行</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>プロット</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 を保存しました</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>クエリ</translation>
    </message>
    <message>
        <source>Save as dataset</source>
        <translation>データセットとして保存</translation>
    </message>
    <message>
        <source>Saved as %1 v%2</source>
        <translation>%1 v%2 として保存しました</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>ドリフト</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>バージョン比較</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>系譜</translation>
    </message>
    <message>
        <source>Made %1 v%2 of v%3</source>
        <translation>v%3 から %1 v%2 を作りました</translation>
    </message>
    <message>
        <source>Removing the version</source>
        <translation>バージョンの削除</translation>
    </message>
    <message>
        <source>Mend this version…</source>
        <translation>このバージョンを修正…</translation>
    </message>
    <message>
        <source>This view was deleted</source>
        <translation>このビューは削除されました</translation>
    </message>
    <message>
        <source>Opening the view</source>
        <translation>ビューを開く</translation>
    </message>
    <message>
        <source>There is no dataset “%1” here</source>
        <translation>データセット「%1」はここにありません</translation>
    </message>
    <message>
        <source>Left out, because the version has no such columns: %1</source>
        <translation>このバージョンにない列のため省略: %1</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>このビューを保存…</translation>
    </message>
    <message>
        <source>Write this view to a file…</source>
        <translation>このビューをファイルに書き出す…</translation>
    </message>
    <message>
        <source>Open a view from a file…</source>
        <translation>ファイルからビューを開く…</translation>
    </message>
    <message>
        <source>Delete view</source>
        <translation>ビューを削除</translation>
    </message>
    <message>
        <source>Saving the view</source>
        <translation>ビューの保存</translation>
    </message>
    <message>
        <source>View “%1” saved</source>
        <translation>ビュー「%1」を保存しました</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>ビューを保存</translation>
    </message>
    <message>
        <source>Name; a view of this name is replaced</source>
        <translation>名前（同じ名前のビューは置き換えます）</translation>
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
        <source>Write this view to a file</source>
        <translation>このビューをファイルに書き出す</translation>
    </message>
    <message>
        <source>Data view (*.tatara-view)</source>
        <translation>データビュー (*.tatara-view)</translation>
    </message>
    <message>
        <source>Open a view from a file</source>
        <translation>ファイルからビューを開く</translation>
    </message>
    <message>
        <source>Data view (*.tatara-view);;All files (*)</source>
        <translation>データビュー (*.tatara-view);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>Report of the profile…</source>
        <translation>プロファイルのレポート…</translation>
    </message>
    <message>
        <source>Report of this tab…</source>
        <translation>このタブのレポート…</translation>
    </message>
    <message>
        <source>Report of this tab</source>
        <translation>このタブのレポート</translation>
    </message>
    <message>
        <source>Made by Tatara on %1</source>
        <translation>Tatara で作成: %1</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>%1 に書き出しました</translation>
    </message>
    <message>
        <source>Writing the file</source>
        <translation>ファイルの書き込み</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>詳細…</translation>
    </message>
    <message>
        <source>Contract…</source>
        <translation>契約…</translation>
    </message>
    <message>
        <source>Keeping the details</source>
        <translation>詳細の保存</translation>
    </message>
    <message>
        <source>What it holds…</source>
        <translation>内容…</translation>
    </message>
    <message>
        <source>There is no usual statement for these numbers</source>
        <translation>これらの数値を求める通常の文はありません</translation>
    </message>
    <message numerus="yes">
        <source>%n values do not fit and count as missing</source>
        <translation>
            <numerusform>%n 個の値が型に合わず、欠損として数えます</numerusform>
        </translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>表示…</translation>
    </message>
    <message>
        <source>The contract: %1</source>
        <translation>契約: %1</translation>
    </message>
    <message>
        <source>file changed</source>
        <translation>ファイルが変更</translation>
    </message>
    <message>
        <source>%1 is another file now than this version; a click imports it</source>
        <translation>%1 はこのバージョンのファイルから変わっています。クリックすると取り込みます</translation>
    </message>
    <message>
        <source>file gone</source>
        <translation>ファイルなし</translation>
    </message>
    <message>
        <source>%1 is not there any more; a click chooses another</source>
        <translation>%1 がなくなっています。クリックすると別のファイルを選びます</translation>
    </message>
    <message>
        <source>Values that do not fit…</source>
        <translation>型に合わない値…</translation>
    </message>
    <message>
        <source>A filter on columns marked personal is left out</source>
        <translation>個人情報とした列への絞り込みは省略</translation>
    </message>
    <message>
        <source>Shift of each column</source>
        <translation>列ごとの変化</translation>
    </message>
    <message>
        <source>Changed cells</source>
        <translation>変わったセル</translation>
    </message>
    <message>
        <source>Pin this tab</source>
        <translation>このタブをピン留め</translation>
    </message>
    <message numerus="yes">
        <source>Report of %n pinned views…</source>
        <translation>
            <numerusform>ピン留めした %n 件のレポート…</numerusform>
        </translation>
    </message>
    <message>
        <source>Report of the pinned views</source>
        <translation>ピン留めした表示のレポート</translation>
    </message>
    <message>
        <source>Unpin all</source>
        <translation>ピン留めをすべて外す</translation>
    </message>
    <message numerus="yes">
        <source>Pinned; %n views wait for “Export report”</source>
        <translation>
            <numerusform>ピン留めしました。「レポートを書き出す」で %n 件を書き出せます</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n views</source>
        <translation>
            <numerusform>%n 件の表示</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::FixSheet</name>
    <message numerus="yes">
        <source>%n columns</source>
        <translation>
            <numerusform>%n 列</numerusform>
        </translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>%1 を除外</translation>
    </message>
    <message>
        <source>Trim %1</source>
        <translation>%1 の空白を除去</translation>
    </message>
    <message>
        <source>Make %1 missing</source>
        <translation>%1 を欠損にする</translation>
    </message>
    <message>
        <source>Drop these rows</source>
        <translation>これらの行を削除</translation>
    </message>
    <message>
        <source>Rescale %1</source>
        <translation>%1 の単位をそろえる</translation>
    </message>
    <message>
        <source>Drop the duplicates</source>
        <translation>重複を削除</translation>
    </message>
    <message>
        <source>Mend %1 v%2</source>
        <translation>%1 v%2 を修正</translation>
    </message>
    <message>
        <source>Steps, in their order</source>
        <translation>手順（実行順）</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>手順</translation>
    </message>
    <message>
        <source>Another step</source>
        <translation>手順を追加</translation>
    </message>
    <message>
        <source>trim, missing … in …, drop columns, drop rows where …, drop duplicates, times … as …, rename … to …, type … to …, fill … with …, scale … by …</source>
        <translation>trim、missing … in …、drop columns、drop rows where …、drop duplicates、times … as …、rename … to …、type … to …、fill … with …、scale … by …</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前と後</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>How the change is shown</source>
        <translation>変更の表示方法</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Cells and rows that change</source>
        <translation>変わるセルと行</translation>
    </message>
    <message>
        <source>Columns that change</source>
        <translation>変わる列</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Make a new version</source>
        <translation>新しいバージョンを作成</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
    <message>
        <source>Tick a step or add one to see what it would change</source>
        <translation>手順を選ぶか追加すると、何が変わるかを表示します</translation>
    </message>
    <message>
        <source>Writing the new version…</source>
        <translation>新しいバージョンを書き込み中…</translation>
    </message>
    <message>
        <source>Counting what changes…</source>
        <translation>変わる箇所を数えています…</translation>
    </message>
    <message>
        <source>%1 rows stay</source>
        <translation>%1 行はそのまま</translation>
    </message>
    <message>
        <source>%1 of %2 rows are dropped</source>
        <translation>%2 行中 %1 行を削除</translation>
    </message>
    <message numerus="yes">
        <source>%1 cells change in %n columns</source>
        <translation>
            <numerusform>%n 列で %1 セルが変わります</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n columns are dropped</source>
        <translation>
            <numerusform>%n 列を削除</numerusform>
        </translation>
    </message>
    <message>
        <source>These steps change nothing</source>
        <translation>この手順では何も変わりません</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>行全体</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>後</translation>
    </message>
    <message>
        <source>Cells that change</source>
        <translation>変わるセル</translation>
    </message>
    <message>
        <source>Of them to missing</source>
        <translation>うち欠損になる</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
</context>
<context>
    <name>tatara::ui::GroupForm</name>
    <message>
        <source>hour of %1</source>
        <translation>%1 の時</translation>
    </message>
    <message>
        <source>weekday of %1</source>
        <translation>%1 の曜日</translation>
    </message>
    <message>
        <source>day of %1</source>
        <translation>%1 の日</translation>
    </message>
    <message>
        <source>month of %1</source>
        <translation>%1 の月</translation>
    </message>
    <message>
        <source>month of the year of %1</source>
        <translation>%1 の月（1–12）</translation>
    </message>
    <message>
        <source>year of %1</source>
        <translation>%1 の年</translation>
    </message>
    <message>
        <source>%1 in steps of %2</source>
        <translation>%1（%2 刻み）</translation>
    </message>
    <message>
        <source>number of rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>values of %1</source>
        <translation>%1 の値の数</translation>
    </message>
    <message>
        <source>missing of %1</source>
        <translation>%1 の欠損数</translation>
    </message>
    <message>
        <source>distinct of %1</source>
        <translation>%1 の種類数</translation>
    </message>
    <message>
        <source>sum of %1</source>
        <translation>%1 の合計</translation>
    </message>
    <message>
        <source>mean of %1</source>
        <translation>%1 の平均</translation>
    </message>
    <message>
        <source>median of %1</source>
        <translation>%1 の中央値</translation>
    </message>
    <message>
        <source>least of %1</source>
        <translation>%1 の最小</translation>
    </message>
    <message>
        <source>greatest of %1</source>
        <translation>%1 の最大</translation>
    </message>
    <message>
        <source>SD of %1</source>
        <translation>%1 の標準偏差</translation>
    </message>
    <message>
        <source>Rows by</source>
        <translation>行</translation>
    </message>
    <message>
        <source>What the rows are grouped by</source>
        <translation>行のグループ分け</translation>
    </message>
    <message>
        <source>Columns by</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Whose values become columns</source>
        <translation>値が列になる列</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>What is told of each group</source>
        <translation>各グループの値</translation>
    </message>
    <message>
        <source>Only rows inside the filters</source>
        <translation>フィルターの内側の行のみ</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>each time</source>
        <translation>各時刻</translation>
    </message>
    <message>
        <source>each value</source>
        <translation>各値</translation>
    </message>
    <message>
        <source>in steps…</source>
        <translation>刻み幅で…</translation>
    </message>
    <message>
        <source>Group in steps</source>
        <translation>刻み幅でグループ化</translation>
    </message>
    <message>
        <source>Width of a step of %1</source>
        <translation>%1 の刻み幅</translation>
    </message>
</context>
<context>
    <name>tatara::ui::GroupOverview</name>
    <message>
        <source>Sum of %1</source>
        <translation>%1 の合計</translation>
    </message>
    <message>
        <source>Least %1</source>
        <translation>%1 の最小</translation>
    </message>
    <message>
        <source>Greatest %1</source>
        <translation>%1 の最大</translation>
    </message>
    <message>
        <source>SD of %1</source>
        <translation>%1 の標準偏差</translation>
    </message>
    <message>
        <source>Median %1</source>
        <translation>%1 の中央値</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Mean %1</source>
        <translation>%1 の平均</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>No column has few enough values to group by</source>
        <translation>グループ分けできる列がありません</translation>
    </message>
    <message>
        <source>by %1 and %2</source>
        <translation>%1 と %2 ごと</translation>
    </message>
    <message>
        <source>over time</source>
        <translation>時系列</translation>
    </message>
    <message>
        <source>No rows match the filters</source>
        <translation>条件に合う行がありません</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Aggregate</source>
        <translation>集計</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>SD</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>%1  %2 to %3</source>
        <translation>%1  %2 ～ %3</translation>
    </message>
    <message>
        <source>Copy as SQL</source>
        <translation>SQL としてコピー</translation>
    </message>
    <message>
        <source>Copy as pandas</source>
        <translation>pandas としてコピー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::GroupPlot</name>
    <message>
        <source>Median and p10–p90 of %1 by %2</source>
        <translation>%2 ごとの %1 の中央値と p10–p90</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>%1 %2: median %3, p10 %4, p90 %5, %6 rows</source>
        <translation>%1 %2：中央値 %3、p10 %4、p90 %5、%6 行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::GroupView</name>
    <message>
        <source>missing</source>
        <translation>欠損</translation>
    </message>
    <message>
        <source>minute</source>
        <translation>分</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>week</source>
        <translation>週</translation>
    </message>
    <message>
        <source>month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>%1 per %2: mean, min–max band</source>
        <translation>%1（%2ごと）：平均、最小–最大の帯</translation>
    </message>
    <message>
        <source>weekday of %1</source>
        <translation>%1 の曜日</translation>
    </message>
    <message>
        <source>hour of %1</source>
        <translation>%1 の時</translation>
    </message>
    <message>
        <source>month of %1</source>
        <translation>%1 の月</translation>
    </message>
    <message>
        <source>year</source>
        <translation>年</translation>
    </message>
</context>
<context>
    <name>tatara::ui::HeatTimePlot</name>
    <message>
        <source>Heat map and time series</source>
        <translation>ヒートマップと時系列</translation>
    </message>
    <message>
        <source>Copy time series as CSV</source>
        <translation>時系列を CSV でコピー</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>%1 %2, %3 %4: %5 %6, %7 rows</source>
        <translation>%1 %2、%3 %4：%5 %6、%7 行</translation>
    </message>
    <message>
        <source>%1: mean %2, min %3, max %4</source>
        <translation>%1：平均 %2、最小 %3、最大 %4</translation>
    </message>
    <message>
        <source>%1: no rows</source>
        <translation>%1：行なし</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ImportSheet</name>
    <message>
        <source>Import %1</source>
        <translation>%1 を取り込む</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>The bytes are kept in the workspace and cannot change any more</source>
        <translation>内容をワークスペースに保管し、以後変わりません</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参照</translation>
    </message>
    <message>
        <source>The file stays where it is; a change there is noticed</source>
        <translation>ファイルはそのままにし、変更があれば気づきます</translation>
    </message>
    <message>
        <source>How it is kept</source>
        <translation>保管方法</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保管</translation>
    </message>
    <message>
        <source>Guessed</source>
        <translation>推定</translation>
    </message>
    <message>
        <source>Comma</source>
        <translation>コンマ</translation>
    </message>
    <message>
        <source>Semicolon</source>
        <translation>セミコロン</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>タブ</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>縦棒</translation>
    </message>
    <message>
        <source>First row names columns</source>
        <translation>1 行目は列名</translation>
    </message>
    <message>
        <source>First row is data</source>
        <translation>1 行目からデータ</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>区切り</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>見出し</translation>
    </message>
    <message>
        <source>Character set</source>
        <translation>文字コード</translation>
    </message>
    <message>
        <source>Table or sheet</source>
        <translation>表またはシート</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>First values</source>
        <translation>最初の値</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Columns of the file</source>
        <translation>ファイルの列</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行番号</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字列</translation>
    </message>
    <message>
        <source>Values that do not fit</source>
        <translation>型に合わない値</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>取り込む</translation>
    </message>
    <message>
        <source>%1 rows, %2 columns</source>
        <translation>%1 行、%2 列</translation>
    </message>
    <message>
        <source>about %1 rows, %2 columns; types are of the first %3 rows until all are read</source>
        <translation>約 %1 行、%2 列。すべて読むまで、型は最初の %3 行によります</translation>
    </message>
    <message>
        <source>Type of %1</source>
        <translation>%1 の型</translation>
    </message>
    <message numerus="yes">
        <source>%n values do not fit and count as missing</source>
        <translation>
            <numerusform>%n 個の値が型に合わず、欠損として数えます</numerusform>
        </translation>
    </message>
    <message>
        <source>A dataset needs a name</source>
        <translation>データセットには名前が必要です</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>取り込んでいます…</translation>
    </message>
    <message>
        <source>Decimal mark</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>引用符</translation>
    </message>
    <message>
        <source>Double (&quot;)</source>
        <translation>二重（&quot;）</translation>
    </message>
    <message>
        <source>Single (&apos;)</source>
        <translation>単一（&apos;）</translation>
    </message>
    <message>
        <source>Words that stand for a missing value beside the usual ones, with commas between</source>
        <translation>通常の語のほかに欠損を表す語（コンマ区切り）</translation>
    </message>
    <message>
        <source>Words for missing</source>
        <translation>欠損を表す語</translation>
    </message>
    <message>
        <source>time, day first</source>
        <translation>日時（日が先）</translation>
    </message>
    <message>
        <source>How many lines stand above the header: a title, the date of an export, comments</source>
        <translation>見出しより上にある行の数（表題、書き出した日付、コメントなど）</translation>
    </message>
    <message>
        <source>Lines above the header</source>
        <translation>見出しより上の行数</translation>
    </message>
    <message>
        <source>Lines that begin with this, such as #, are left out wherever they stand</source>
        <translation>この文字（# など）で始まる行を、どこにあっても除外します</translation>
    </message>
    <message>
        <source>Comments begin with</source>
        <translation>コメントの先頭文字</translation>
    </message>
</context>
<context>
    <name>tatara::ui::Inspector</name>
    <message>
        <source>Selected column</source>
        <translation>選択した列</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>線形</translation>
    </message>
    <message>
        <source>Log x</source>
        <translation>x 対数</translation>
    </message>
    <message>
        <source>Log y</source>
        <translation>y 対数</translation>
    </message>
    <message>
        <source>Axes of the distribution</source>
        <translation>分布の軸</translation>
    </message>
    <message>
        <source>median, p10–p90</source>
        <translation>中央値、p10–p90</translation>
    </message>
    <message>
        <source>Back to the split</source>
        <translation>分割表示に戻る</translation>
    </message>
    <message>
        <source>Strongest correlations</source>
        <translation>強い相関</translation>
    </message>
    <message>
        <source>Rows per value</source>
        <translation>値ごとの行数</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message numerus="yes">
        <source>Rows per bin, %n bins</source>
        <translation>
            <numerusform>区間ごとの行数（%n 区間）</numerusform>
        </translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>欠損</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>SD</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Skewness</source>
        <translation>歪度</translation>
    </message>
    <message>
        <source>Min · max</source>
        <translation>最小 · 最大</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>ゼロ</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>外れ値</translation>
    </message>
    <message>
        <source>Kurtosis</source>
        <translation>尖度</translation>
    </message>
    <message>
        <source>First</source>
        <translation>最初</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最後</translation>
    </message>
    <message>
        <source>Steps missing</source>
        <translation>欠けた時刻</translation>
    </message>
    <message>
        <source>Shortest</source>
        <translation>最短</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最長</translation>
    </message>
    <message>
        <source>Mean length</source>
        <translation>平均の長さ</translation>
    </message>
    <message>
        <source>Predictive power</source>
        <translation>予測力</translation>
    </message>
    <message>
        <source>Cramér&apos;s V</source>
        <translation>クラメールの V</translation>
    </message>
    <message>
        <source>Strongest correlations (%1)</source>
        <translation>強い相関（%1）</translation>
    </message>
    <message>
        <source>By %1</source>
        <translation>%1 ごと</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 と %2</translation>
    </message>
    <message>
        <source>Select a column to see its shape and problems</source>
        <translation>列を選ぶと、分布と問題が表示されます</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>Patterns</source>
        <translation>書き方</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>隙間</translation>
    </message>
    <message numerus="yes">
        <source>%1 to %2  ·  %n steps</source>
        <translation>
            <numerusform>%1～%2  ·  %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>Mutual information</source>
        <translation>相互情報量</translation>
    </message>
    <message>
        <source>%1 nats</source>
        <translation>%1 ナット</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>統計量</translation>
    </message>
</context>
<context>
    <name>tatara::ui::JoinForm</name>
    <message>
        <source>with</source>
        <translation>と</translation>
    </message>
    <message>
        <source>The dataset that is joined</source>
        <translation>結合するデータセット</translation>
    </message>
    <message>
        <source>where</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Columns that have to be equal</source>
        <translation>等しくなければならない列</translation>
    </message>
    <message>
        <source>Matched only</source>
        <translation>一致のみ</translation>
    </message>
    <message>
        <source>Rows that have a partner (inner join)</source>
        <translation>相手のある行（内部結合）</translation>
    </message>
    <message>
        <source>All of the left</source>
        <translation>左のすべて</translation>
    </message>
    <message>
        <source>Rows of the left without a partner, too (left join)</source>
        <translation>相手のない左の行も含む（左結合）</translation>
    </message>
    <message>
        <source>All of both</source>
        <translation>両方のすべて</translation>
    </message>
    <message>
        <source>Rows of both sides without a partner, too (full join)</source>
        <translation>相手のない両側の行も含む（完全結合）</translation>
    </message>
    <message>
        <source>Which rows are kept</source>
        <translation>残す行</translation>
    </message>
    <message>
        <source>choose a dataset…</source>
        <translation>データセットを選択…</translation>
    </message>
    <message>
        <source>choose columns…</source>
        <translation>列を選択…</translation>
    </message>
    <message>
        <source>Rows of the join</source>
        <translation>結合の行</translation>
    </message>
    <message>
        <source>%1 with a partner</source>
        <translation>%1: 相手あり</translation>
    </message>
    <message>
        <source>%1 without a partner</source>
        <translation>%1: 相手なし</translation>
    </message>
    <message>
        <source>The key repeats in %1 rows of %2, so a row of %3 may be there more than once</source>
        <translation>%2 の %1 行でキーが重複し、%3 の行が複数回現れることがあります</translation>
    </message>
    <message>
        <source>The key is missing in %1 and %2 rows; those find no partner</source>
        <translation>キーの欠損: %1 行と %2 行（相手は見つかりません）</translation>
    </message>
    <message>
        <source>v%1 · %2 rows</source>
        <translation>v%1 · %2 行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineagePage</name>
    <message>
        <source>Graph</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>How lineage is shown</source>
        <translation>系譜の表示方法</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Lineage as a table</source>
        <translation>系譜の表</translation>
    </message>
    <message>
        <source>Table copied</source>
        <translation>表をコピーしました</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>%1 に戻る</translation>
    </message>
    <message>
        <source>Nothing used this version yet</source>
        <translation>このバージョンはまだ使われていません</translation>
    </message>
    <message>
        <source>Runs that read it, versions made of it and models trained on it appear here.</source>
        <translation>読み込んだ実行、派生したバージョン、学習したモデルがここに表示されます。</translation>
    </message>
    <message numerus="yes">
        <source>%n datasets</source>
        <translation>
            <numerusform>データセット %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>実行 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n logged models</source>
        <translation>
            <numerusform>記録モデル %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model versions</source>
        <translation>
            <numerusform>モデルバージョン %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>the farthest are left out</source>
        <translation>遠いものは省略</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>段</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>関係</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>情報</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
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
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>リンクをコピーしました</translation>
    </message>
    <message>
        <source>Lineage from here</source>
        <translation>ここからの系譜</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>ID をコピー</translation>
    </message>
    <message>
        <source>ID copied</source>
        <translation>ID をコピーしました</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>表をコピー</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>図をコピー</translation>
    </message>
    <message>
        <source>Picture copied</source>
        <translation>図をコピーしました</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>JSON としてコピー</translation>
    </message>
    <message>
        <source>JSON copied</source>
        <translation>JSON をコピーしました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineageView</name>
    <message>
        <source>dataset version</source>
        <translation>データセットのバージョン</translation>
    </message>
    <message>
        <source>dataset that is not registered</source>
        <translation>未登録のデータセット</translation>
    </message>
    <message>
        <source>run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>logged model</source>
        <translation>記録モデル</translation>
    </message>
    <message>
        <source>model version</source>
        <translation>モデルバージョン</translation>
    </message>
    <message>
        <source>other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>評価</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>registered</source>
        <translation>登録</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>修正</translation>
    </message>
    <message>
        <source>query</source>
        <translation>クエリ</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>系譜</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message numerus="yes">
        <source>%n steps before</source>
        <translation>
            <numerusform>%n 段前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps after</source>
        <translation>
            <numerusform>%n 段後</numerusform>
        </translation>
    </message>
    <message>
        <source>commit</source>
        <translation>コミット</translation>
    </message>
    <message>
        <source>review</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>endpoint</source>
        <translation>エンドポイント</translation>
    </message>
    <message>
        <source>file</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>依頼</translation>
    </message>
    <message>
        <source>served</source>
        <translation>配信</translation>
    </message>
    <message>
        <source>code</source>
        <translation>コード</translation>
    </message>
</context>
<context>
    <name>tatara::ui::PairPlot</name>
    <message>
        <source>%1 against %2</source>
        <translation>%1 と %2</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>%1 %2 to %3, %4 %5 to %6: %7 rows</source>
        <translation>%1 %2 ～ %3、%4 %5 ～ %6：%7 行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::Plots</name>
    <message>
        <source>“%1” holds no numbers to draw; choose another column</source>
        <translation>「%1」には描ける数がありません。別の列を選んでください</translation>
    </message>
    <message>
        <source>“%1” has no values above 0 for a logarithmic axis</source>
        <translation>「%1」には対数軸に置ける 0 より大きい値がありません</translation>
    </message>
    <message>
        <source>“%1” has no values to group by; choose another column</source>
        <translation>「%1」には分類できる値がありません。別の列を選んでください</translation>
    </message>
    <message>
        <source>other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>“%1” holds text; choose a column of numbers for y</source>
        <translation>「%1」は文字列です。y には数の列を選んでください</translation>
    </message>
    <message>
        <source>from</source>
        <translation>始</translation>
    </message>
    <message>
        <source>to</source>
        <translation>終</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>panel</source>
        <translation>区画</translation>
    </message>
    <message>
        <source>series</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>%1 to %2: %3 rows</source>
        <translation>%1 – %2：%3 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>mean %1 of %2 rows</source>
        <translation>%2 行の平均 %1</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>%1 の平均</translation>
    </message>
    <message>
        <source>%1 less frequent values not shown</source>
        <translation>出現の少ない %1 個の値は表示していません</translation>
    </message>
    <message>
        <source>value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>mean %1, band: min–max</source>
        <translation>%1 の平均（帯は最小–最大）</translation>
    </message>
    <message>
        <source>%1: median %2, quartiles %3 and %4, %5 rows, %6 beyond the whiskers</source>
        <translation>%1：中央値 %2、四分位 %3 と %4、%5 行、ひげの外 %6 行</translation>
    </message>
    <message>
        <source>low</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>lower quartile</source>
        <translation>第 1 四分位</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>upper quartile</source>
        <translation>第 3 四分位</translation>
    </message>
    <message>
        <source>high</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>beyond</source>
        <translation>範囲外</translation>
    </message>
    <message>
        <source>Whiskers reach 1.5 interquartile ranges; %1 rows beyond</source>
        <translation>ひげは四分位範囲の 1.5 倍まで。その外に %1 行</translation>
    </message>
    <message>
        <source>Each shape is as wide as its most frequent value; smoothed over neighbouring bins</source>
        <translation>幅は最も多い値にそろえ、隣の区間でならしています</translation>
    </message>
    <message>
        <source>rows a spot</source>
        <translation>点あたりの行数</translation>
    </message>
    <message>
        <source>A pair plot needs two columns of numbers</source>
        <translation>ペアの図には数の列が 2 つ必要です</translation>
    </message>
    <message>
        <source>The first %1 columns of numbers</source>
        <translation>先頭から %1 つの数の列</translation>
    </message>
    <message>
        <source>%1 rows have no place here: a value is missing or not above 0</source>
        <translation>%1 行は値が欠けているか 0 以下のため、ここに置けません</translation>
    </message>
    <message>
        <source>%1 rows have no place here: a value is missing</source>
        <translation>%1 行は表示できません（欠損値）</translation>
    </message>
</context>
<context>
    <name>tatara::ui::PlotsPage</name>
    <message>
        <source>Plot</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>x</source>
        <translation>x</translation>
    </message>
    <message>
        <source>y</source>
        <translation>y</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色</translation>
    </message>
    <message>
        <source>Facet</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>ヒストグラム</translation>
    </message>
    <message>
        <source>Scatter</source>
        <translation>散布図</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>箱ひげ図</translation>
    </message>
    <message>
        <source>Violin</source>
        <translation>バイオリン図</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>折れ線</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>棒</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>ヒートマップ</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>ペア</translation>
    </message>
    <message>
        <source>Log x</source>
        <translation>x を対数に</translation>
    </message>
    <message>
        <source>Log y</source>
        <translation>y を対数に</translation>
    </message>
    <message>
        <source>Select by rectangle</source>
        <translation>矩形で選択</translation>
    </message>
    <message>
        <source>Select by lasso</source>
        <translation>投げ縄で選択</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <source>Save as PNG</source>
        <translation>PNG で保存</translation>
    </message>
    <message>
        <source>Save as SVG</source>
        <translation>SVG で保存</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>CSV で保存</translation>
    </message>
    <message>
        <source>Rows (count)</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>This version has no rows to draw</source>
        <translation>描く行がありません</translation>
    </message>
    <message>
        <source>%1 rows, every one drawn</source>
        <translation>%1 行（すべて描画）</translation>
    </message>
    <message>
        <source>Copy as pandas</source>
        <translation>pandas としてコピー</translation>
    </message>
    <message>
        <source>Copy as SQL</source>
        <translation>SQL としてコピー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::PlotsView</name>
    <message>
        <source>Plot</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Lasso on %1</source>
        <translation>%1 の投げ縄</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ProfilePage</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>相関</translation>
    </message>
    <message>
        <source>Heat map and time</source>
        <translation>ヒートマップと時系列</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>表示するもの</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ProfileTable</name>
    <message>
        <source>Profile of the columns</source>
        <translation>列のプロファイル</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>欠損</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>SD</source>
        <translation>標準偏差</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>値なし</translation>
    </message>
    <message>
        <source>all different</source>
        <translation>すべて異なる</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ～ %2</translation>
    </message>
    <message>
        <source>%1, %2, %3, missing %4, distinct %5</source>
        <translation>%1、%2、%3、欠損 %4、種類 %5</translation>
    </message>
    <message>
        <source>, min %1, median %2, max %3, mean %4, SD %5</source>
        <translation>、最小 %1、中央値 %2、最大 %3、平均 %4、標準偏差 %5</translation>
    </message>
    <message>
        <source>Marked as personal data</source>
        <translation>個人情報に指定されています</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>未計算</translation>
    </message>
    <message>
        <source>most in %1</source>
        <translation>最多は %1</translation>
    </message>
</context>
<context>
    <name>tatara::ui::QueryChart</name>
    <message>
        <source>Chart of the result</source>
        <translation>結果のグラフ</translation>
    </message>
    <message>
        <source>A chart needs a column of numbers after the first column</source>
        <translation>グラフには、先頭の列のほかに数値の列が必要です</translation>
    </message>
    <message>
        <source>%1 rows are not shown</source>
        <translation>%1 行は表示していません</translation>
    </message>
    <message>
        <source>No row has a number to draw</source>
        <translation>描ける数値のある行がありません</translation>
    </message>
    <message>
        <source>There are no rows to draw</source>
        <translation>描く行がありません</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%2 ごとの %1</translation>
    </message>
</context>
<context>
    <name>tatara::ui::QueryEditor</name>
    <message>
        <source>SQL statement</source>
        <translation>SQL 文</translation>
    </message>
    <message>
        <source>SELECT … (Ctrl+Enter runs it)</source>
        <translation>SELECT …（Ctrl+Enter で実行）</translation>
    </message>
</context>
<context>
    <name>tatara::ui::QueryPage</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Run the statement (Ctrl+Enter)</source>
        <translation>文を実行（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>実行計画</translation>
    </message>
    <message>
        <source>How the result is shown</source>
        <translation>結果の表示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Save as dataset…</source>
        <translation>データセットとして保存…</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Plan of the statement</source>
        <translation>文の実行計画</translation>
    </message>
    <message>
        <source>Statements read the datasets of this workspace and nothing else</source>
        <translation>文が読めるのはこのワークスペースのデータセットだけです</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>キャンセルしました</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>実行中…</translation>
    </message>
    <message>
        <source>%1 rows in %2 s</source>
        <translation>%1 行、%2 秒</translation>
    </message>
    <message>
        <source>The first %1 rows, in %2 s; LIMIT or a filter gives fewer</source>
        <translation>先頭の %1 行、%2 秒。LIMIT か条件で減らせます</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>%1 行 %2 文字目：%3</translation>
    </message>
    <message>
        <source>The statement did not run</source>
        <translation>文は実行されませんでした</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>CSV としてコピー</translation>
    </message>
    <message>
        <source>Rows copied</source>
        <translation>行をコピーしました</translation>
    </message>
    <message>
        <source>Copy as pandas</source>
        <translation>pandas コードとしてコピー</translation>
    </message>
    <message>
        <source>pandas code copied</source>
        <translation>pandas コードをコピーしました</translation>
    </message>
    <message>
        <source>Copy as SQL</source>
        <translation>SQL としてコピー</translation>
    </message>
    <message>
        <source>SQL copied</source>
        <translation>SQL をコピーしました</translation>
    </message>
    <message>
        <source>Copy chart as image</source>
        <translation>グラフを画像としてコピー</translation>
    </message>
    <message>
        <source>Chart copied</source>
        <translation>グラフをコピーしました</translation>
    </message>
    <message>
        <source>Save as dataset</source>
        <translation>データセットとして保存</translation>
    </message>
    <message>
        <source>Name; a dataset of this name gets a new version</source>
        <translation>名前（同じ名前のデータセットがあれば新しいバージョンになります）</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>Groups and a pivot, without writing SQL</source>
        <translation>SQL を書かずにグループ集計とピボット</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>結合</translation>
    </message>
    <message>
        <source>Two datasets side by side, without writing SQL</source>
        <translation>SQL を書かずに 2 つのデータセットを結合</translation>
    </message>
    <message>
        <source>How the question is put</source>
        <translation>問い合わせの方法</translation>
    </message>
    <message>
        <source>Choose a dataset to join with</source>
        <translation>結合するデータセットを選んでください</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RejectedSheet</name>
    <message>
        <source>Values of %1 v%2 that do not fit</source>
        <translation>%1 v%2 の型に合わない値</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行番号</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字列</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Values that do not fit</source>
        <translation>型に合わない値</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>%1 do not fit and count as missing; the first %2 are listed</source>
        <translation>%1 個が型に合わず、欠損として数えます。最初の %2 個を示します</translation>
    </message>
    <message>
        <source>%1 do not fit and count as missing</source>
        <translation>%1 個が型に合わず、欠損として数えます</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RelationOverview</name>
    <message>
        <source>Correlation</source>
        <translation>相関</translation>
    </message>
    <message>
        <source>Cramér&apos;s V</source>
        <translation>クラメールの V</translation>
    </message>
    <message>
        <source>No two columns of words or few values</source>
        <translation>値の種類が少ない列が 2 つありません</translation>
    </message>
    <message>
        <source>No two columns of numbers</source>
        <translation>数値の列が 2 つありません</translation>
    </message>
    <message>
        <source>Copy as SQL</source>
        <translation>SQL としてコピー</translation>
    </message>
    <message>
        <source>Copy as pandas</source>
        <translation>pandas としてコピー</translation>
    </message>
</context>
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
    <message>
        <source>not read yet</source>
        <translation>未読み込み</translation>
    </message>
    <message>
        <source>row %1</source>
        <translation>%1 行目</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>欠損</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ShiftPlot</name>
    <message>
        <source>other values</source>
        <translation>その他の値</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>欠損</translation>
    </message>
    <message>
        <source>slight</source>
        <translation>わずか</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>中程度</translation>
    </message>
    <message>
        <source>large</source>
        <translation>大きい</translation>
    </message>
    <message>
        <source>none</source>
        <comment>grade of a shift</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>there are no values on one side</source>
        <translation>片方に値がありません</translation>
    </message>
    <message>
        <source>there are too many different texts</source>
        <translation>異なる文字列が多すぎます</translation>
    </message>
    <message>
        <source>there is one value only</source>
        <translation>値が 1 種類だけです</translation>
    </message>
    <message>
        <source>hardly any value occurs more than once</source>
        <translation>繰り返す値がほとんどありません</translation>
    </message>
    <message>
        <source>its type changed</source>
        <translation>型が変わりました</translation>
    </message>
    <message>
        <source>Distribution of the column in both versions</source>
        <translation>両バージョンでの列の分布</translation>
    </message>
    <message>
        <source>Missing: %1 %, then %2 %</source>
        <translation>欠損: %1 % から %2 %</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>%1: %2 rows, %3 %</source>
        <translation>%1: %2 行、%3 %</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SubsetRows</name>
    <message>
        <source>Rows copied</source>
        <translation>行をコピーしました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionDiff</name>
    <message>
        <source>There is one version only</source>
        <translation>バージョンは 1 つだけです</translation>
    </message>
    <message>
        <source>Import another file under the same name, or choose a version of another dataset above, and both are compared here.</source>
        <translation>同じ名前で別のファイルを取り込むか、上で別のデータセットのバージョンを選ぶと、ここで比較します。</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>キャンセルしました</translation>
    </message>
    <message>
        <source>Nothing was compared.</source>
        <translation>比較していません。</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>もう一度比較</translation>
    </message>
    <message>
        <source>Looking for a key</source>
        <translation>キーを探しています</translation>
    </message>
    <message>
        <source>Reading rows</source>
        <translation>行を読み込み中</translation>
    </message>
    <message>
        <source>Comparing rows</source>
        <translation>行を比較中</translation>
    </message>
    <message>
        <source>Comparing distributions</source>
        <translation>分布を比較中</translation>
    </message>
    <message>
        <source>Opening both versions</source>
        <translation>両バージョンを開いています</translation>
    </message>
    <message>
        <source>v%1 · %2 rows</source>
        <translation>v%1 · %2 行</translation>
    </message>
    <message>
        <source>Find a key</source>
        <translation>キーを自動で探す</translation>
    </message>
    <message>
        <source>Without a key: whole rows</source>
        <translation>キーなし: 行全体</translation>
    </message>
    <message>
        <source>Columns of the key</source>
        <translation>キーの列</translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionFeed</name>
    <message>
        <source>Reading rows</source>
        <translation>行を読んでいます</translation>
    </message>
    <message>
        <source>the first %1 rows</source>
        <translation>最初の %1 行</translation>
    </message>
    <message>
        <source>Profiling columns</source>
        <translation>列を調べています</translation>
    </message>
    <message>
        <source>Relating columns</source>
        <translation>列の関係を調べています</translation>
    </message>
    <message>
        <source>Updating statistics</source>
        <translation>統計を更新中</translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionRail</name>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>%1 · %2 rows</source>
        <translation>%1 · %2 行</translation>
    </message>
    <message numerus="yes">
        <source>Used by %n run(s)</source>
        <translation>
            <numerusform>%n 件の実行で使用</numerusform>
        </translation>
    </message>
    <message>
        <source>by reference to %1</source>
        <translation>%1 への参照</translation>
    </message>
    <message>
        <source>copied from %1</source>
        <translation>%1 からコピー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ViewReport</name>
    <message>
        <source>Left out, because they are marked personal: %1</source>
        <translation>個人情報のため省略: %1</translation>
    </message>
    <message>
        <source>The first %1 of %2 rows</source>
        <translation>%2 行中の先頭 %1 行</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>The numbers behind it</source>
        <translation>もとになる数値</translation>
    </message>
    <message>
        <source>The picture is left out, because it shows columns marked personal: %1</source>
        <translation>個人情報とした列が写るため、図は省略: %1</translation>
    </message>
</context>
</TS>
