<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Phrase</name>
    <message>
        <source>%1 is missing</source>
        <translation>%1 がありません</translation>
    </message>
    <message>
        <source>%1 was altered since it was registered</source>
        <translation>%1 は登録後に変更されています</translation>
    </message>
    <message>
        <source>its folder holds no files</source>
        <translation>フォルダーにファイルがありません</translation>
    </message>
    <message>
        <source>%1 was added since it was registered</source>
        <translation>%1 は登録後に追加されています</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 かつ %2</translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation>%1 または %2</translation>
    </message>
    <message>
        <source>not %1</source>
        <translation>%1 でない</translation>
    </message>
    <message>
        <source>there is no %1</source>
        <translation>%1 がありません</translation>
    </message>
    <message>
        <source>%1 is not a number</source>
        <translation>%1 は数値ではありません</translation>
    </message>
    <message>
        <source>it has no value</source>
        <translation>値がありません</translation>
    </message>
    <message>
        <source>%1 compares unlike things</source>
        <translation>%1 は種類の違うものを比べています</translation>
    </message>
    <message>
        <source>%1 cannot be told of NaN</source>
        <translation>%1 は NaN のため判定できません</translation>
    </message>
    <message>
        <source>%1 compares what is no number</source>
        <translation>%1 は数値でないものを比べています</translation>
    </message>
    <message>
        <source>%1 cannot be in a list</source>
        <translation>%1 はリストに入れられません</translation>
    </message>
    <message>
        <source>%1 is in the list</source>
        <translation>%1 はリストにあります</translation>
    </message>
    <message>
        <source>%1 is not in the list</source>
        <translation>%1 はリストにありません</translation>
    </message>
    <message>
        <source>%1 is %2, not yes or no</source>
        <translation>%1 は %2 で、はい・いいえではありません</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 は %2</translation>
    </message>
    <message>
        <source>It is no pickle</source>
        <translation>pickle ではありません</translation>
    </message>
    <message>
        <source>It has more than 16 million instructions</source>
        <translation>命令が 1,600 万を超えています</translation>
    </message>
    <message>
        <source>It ends in the middle</source>
        <translation>途中で終わっています</translation>
    </message>
    <message>
        <source>%1 (byte %2)</source>
        <translation>%1（%2 バイト目）</translation>
    </message>
    <message>
        <source>It announces more bytes than it has</source>
        <translation>実際より多いバイト数を示しています</translation>
    </message>
    <message>
        <source>A line of it does not end</source>
        <translation>終わらない行があります</translation>
    </message>
    <message>
        <source>It puts more than a million values on its stack</source>
        <translation>スタックに 100 万を超える値を積んでいます</translation>
    </message>
    <message>
        <source>It takes from an empty stack</source>
        <translation>空のスタックから取り出しています</translation>
    </message>
    <message>
        <source>It remembers a value that is not there</source>
        <translation>存在しない値を記憶しています</translation>
    </message>
    <message>
        <source>A place in its memory is no number</source>
        <translation>記憶の位置が数値ではありません</translation>
    </message>
    <message>
        <source>It imports more than 10,000 names</source>
        <translation>10,000 を超える名前をインポートします</translation>
    </message>
    <message>
        <source>It doubles a value that is not there</source>
        <translation>存在しない値を複製しています</translation>
    </message>
    <message>
        <source>An instruction is not known</source>
        <translation>未知の命令があります</translation>
    </message>
    <message>
        <source>Imports %1 name</source>
        <translation>%1 個の名前をインポートします</translation>
    </message>
    <message>
        <source>Imports %1 names</source>
        <translation>%1 個の名前をインポートします</translation>
    </message>
    <message>
        <source>%1, %2 of them dangerous: %3</source>
        <translation>%1。うち %2 個は危険: %3</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>%1; it could not be read to its end: %2</source>
        <translation>%1。最後まで読めませんでした: %2</translation>
    </message>
    <message>
        <source>%1 asked for changes: %2</source>
        <translation>%1 が変更を求めました: %2</translation>
    </message>
    <message>
        <source>%1 asked for this review, so somebody else has to approve it</source>
        <translation>%1 はこのレビューの依頼者なので、ほかの人の承認が必要です</translation>
    </message>
    <message>
        <source>%1 trained or committed this version last, so somebody else has to approve it</source>
        <translation>%1 はこの版を最後に学習またはコミットした人なので、ほかの人の承認が必要です</translation>
    </message>
    <message>
        <source>%1; it may be acknowledged with a reason</source>
        <translation>%1。理由を添えて了承できます</translation>
    </message>
    <message>
        <source>%1 approval of %2</source>
        <translation>%2 の承認があと %1 件必要です</translation>
    </message>
    <message>
        <source>%1 approvals of %2</source>
        <translation>%2 の承認があと %1 件必要です</translation>
    </message>
    <message>
        <source>%1, and nobody is left who may give it</source>
        <translation>%1。承認できる人が残っていません</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>1 approval of somebody other than %1</source>
        <translation>%1 以外の人の承認が 1 件必要です</translation>
    </message>
    <message>
        <source>%1 rejected it: %2</source>
        <translation>%1 が却下しました: %2</translation>
    </message>
    <message>
        <source>Files: %1</source>
        <translation>ファイル: %1</translation>
    </message>
    <message>
        <source>The files of version %1 have changed since the evidence was frozen</source>
        <translation>エビデンスの凍結後に、バージョン %1 のファイルが変わりました</translation>
    </message>
    <message>
        <source>The evidence is older than %1</source>
        <translation>エビデンスが %1 より古くなっています</translation>
    </message>
    <message>
        <source>The evidence %1 has changed since it was frozen</source>
        <translation>エビデンス %1 は凍結後に変わりました</translation>
    </message>
    <message>
        <source>The evidence %1 is there no more</source>
        <translation>エビデンス %1 はもうありません</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>%1 is now %2, and the evidence was compared with %3</source>
        <translation>%1 は現在 %2 ですが、エビデンスの比較相手は %3 でした</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>The gate “%1” fails: %2</source>
        <translation>ゲート「%1」が不合格です: %2</translation>
    </message>
    <message>
        <source>The gate “%1” could not be computed: %2</source>
        <translation>ゲート「%1」を計算できませんでした: %2</translation>
    </message>
    <message>
        <source>Say who you are with a token that has the scope review</source>
        <translation>スコープ review を持つトークンで本人であることを示してください</translation>
    </message>
    <message>
        <source>This token does not have the scope review</source>
        <translation>このトークンにはスコープ review がありません</translation>
    </message>
    <message>
        <source>An automated token decides nothing: a person has to</source>
        <translation>自動化用トークンでは決定できません。人が決定してください</translation>
    </message>
    <message>
        <source>%1 has not the role %2 that the policy asks for</source>
        <translation>%1 には、ポリシーが求める役割 %2 がありません</translation>
    </message>
    <message>
        <source>This review is your own: withdraw it, or leave the decision to others</source>
        <translation>自分が依頼したレビューです。取り下げるか、決定をほかの人に任せてください</translation>
    </message>
    <message>
        <source>%1 has not the role %2 that decides here</source>
        <translation>%1 には、ここで決定する役割 %2 がありません</translation>
    </message>
    <message>
        <source>undefined in some of the resamples</source>
        <translation>一部の再標本で定義できません</translation>
    </message>
    <message>
        <source>a percentile interval: leaving out rows one by one is out of reach here</source>
        <translation>パーセンタイル区間（行を一つずつ除く計算がここでは大きすぎるため）</translation>
    </message>
    <message>
        <source>a percentile interval: BCa is undefined for these resamples</source>
        <translation>パーセンタイル区間（この再標本では BCa を定義できないため）</translation>
    </message>
    <message>
        <source>no resample tells how it would vary</source>
        <translation>どの再標本からもばらつきが分かりません</translation>
    </message>
    <message>
        <source>The commit of one of the versions is not known, so their code cannot be compared</source>
        <translation>一方の版のコミットが分からないため、コードを比べられません</translation>
    </message>
    <message>
        <source>This workspace lies in no git repository that holds both commits, so their diff is not shown</source>
        <translation>両方のコミットを持つ git リポジトリの中にワークスペースがないため、差分は表示できません</translation>
    </message>
    <message>
        <source>%1 %2 against the champion&apos;s %3</source>
        <translation>%1 は %2（チャンピオンは %3）</translation>
    </message>
    <message>
        <source>Whether they differ is not known: %1; there is no interval, %2.</source>
        <translation>違いがあるかは分かりません。%1。区間がありません（%2）。</translation>
    </message>
    <message>
        <source>(%1 interval of the difference %2 to %3)</source>
        <translation>（差の %1 区間 %2 ～ %3）</translation>
    </message>
    <message>
        <source>The challenger is better: %1 %2.</source>
        <translation>チャレンジャーのほうが良好です。%1%2。</translation>
    </message>
    <message>
        <source>The challenger is worse: %1 %2.</source>
        <translation>チャレンジャーのほうが劣ります。%1%2。</translation>
    </message>
    <message>
        <source>No difference is shown: %1 %2.</source>
        <translation>差は示されていません。%1%2。</translation>
    </message>
    <message>
        <source>Also better: %1.</source>
        <translation>ほかに良くなった指標: %1。</translation>
    </message>
    <message>
        <source>Worse in: %1.</source>
        <translation>悪くなった指標: %1。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>there is no champion</source>
        <translation>チャンピオンがありません</translation>
    </message>
    <message>
        <source>no row weighs</source>
        <translation>重みのある行がありません</translation>
    </message>
    <message>
        <source>no positive row</source>
        <translation>陽性の行がありません</translation>
    </message>
    <message>
        <source>no negative row</source>
        <translation>陰性の行がありません</translation>
    </message>
    <message>
        <source>no probabilities are known</source>
        <translation>確率が分かりません</translation>
    </message>
    <message>
        <source>no group has the rate</source>
        <translation>この率を持つグループがありません</translation>
    </message>
    <message>
        <source>the rate is zero in every group</source>
        <translation>どのグループでも率が 0 です</translation>
    </message>
    <message>
        <source>signed distances have no ratio</source>
        <translation>符号付きの距離に比はありません</translation>
    </message>
    <message>
        <source>the rows held out from %1 (%2)</source>
        <translation>%1 の学習から除いた行（%2）</translation>
    </message>
    <message>
        <source>the rows held out from both %1 (%2) and %3 (%4)</source>
        <translation>%1（%2）と %3（%4）の両方の学習から除いた行</translation>
    </message>
    <message>
        <source>%1 of the %2 rows held out from %3 are left out, because %4 was trained on them</source>
        <translation>%3 の学習から除いた %2 行のうち %1 行は、%4 の学習に使われたため外しました</translation>
    </message>
    <message>
        <source>The data that %1 was trained on (%2) is gone or has changed; there are no slices, groups or explanations</source>
        <translation>%1 の学習データ（%2）が失われたか変わったため、スライス、グループ、説明はありません</translation>
    </message>
    <message>
        <source>Which rows %1 was trained on is not known; it may have seen some of these</source>
        <translation>%1 がどの行で学習したかは分かりません。この中の行を見ている可能性があります</translation>
    </message>
    <message>
        <source>%1 was trained on another file; it may have seen some of these rows</source>
        <translation>%1 は別のファイルで学習しました。この中の行を見ている可能性があります</translation>
    </message>
    <message>
        <source>every row with a target</source>
        <translation>目的変数のあるすべての行</translation>
    </message>
    <message>
        <source>%1 rows without a target are left out</source>
        <translation>目的変数のない %1 行を除きました</translation>
    </message>
    <message>
        <source>%1 was trained on rows of this very file; its figures here are better than they would be of new rows</source>
        <translation>%1 はまさにこのファイルの行で学習しています。ここでの数値は新しい行での値より良く出ます</translation>
    </message>
    <message>
        <source>Root mean squared error</source>
        <translation>二乗平均平方根誤差</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>平均絶対誤差</translation>
    </message>
    <message>
        <source>Median absolute error</source>
        <translation>絶対誤差の中央値</translation>
    </message>
    <message>
        <source>R²</source>
        <translation>R²</translation>
    </message>
    <message>
        <source>Mean absolute percentage error</source>
        <translation>平均絶対パーセント誤差</translation>
    </message>
    <message>
        <source>Root mean squared logarithmic error</source>
        <translation>対数の二乗平均平方根誤差</translation>
    </message>
    <message>
        <source>Mean error</source>
        <translation>平均誤差</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>平均二乗誤差</translation>
    </message>
    <message>
        <source>Explained variance</source>
        <translation>説明された分散</translation>
    </message>
    <message>
        <source>Greatest error</source>
        <translation>最大誤差</translation>
    </message>
    <message>
        <source>Mean Poisson deviance</source>
        <translation>平均ポアソン逸脱度</translation>
    </message>
    <message>
        <source>Mean gamma deviance</source>
        <translation>平均ガンマ逸脱度</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>対数損失</translation>
    </message>
    <message>
        <source>Area under the ROC curve</source>
        <translation>ROC 曲線下面積</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>平均適合率</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>ブライアスコア</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>バランス正解率</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>適合率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>再現率</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特異度</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Matthews correlation</source>
        <translation>マシューズ相関係数</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa</source>
        <translation>コーエンのカッパ</translation>
    </message>
    <message>
        <source>Area under the ROC curve, one class against the others</source>
        <translation>ROC 曲線下面積（一対他）</translation>
    </message>
    <message>
        <source>F1, mean of the classes</source>
        <translation>F1（クラスの平均）</translation>
    </message>
    <message>
        <source>F1, mean by rows</source>
        <translation>F1（行数で加重平均）</translation>
    </message>
    <message>
        <source>Precision, mean of the classes</source>
        <translation>適合率（クラスの平均）</translation>
    </message>
    <message>
        <source>Recall, mean of the classes</source>
        <translation>再現率（クラスの平均）</translation>
    </message>
    <message>
        <source>Precision, mean by rows</source>
        <translation>適合率（行数で加重平均）</translation>
    </message>
    <message>
        <source>the truth is the same in every row</source>
        <translation>真の値がすべての行で同じです</translation>
    </message>
    <message>
        <source>the truth is zero in some rows</source>
        <translation>真の値が 0 の行があります</translation>
    </message>
    <message>
        <source>the truth or a prediction is −1 or less in some rows</source>
        <translation>真の値または予測が −1 以下の行があります</translation>
    </message>
    <message>
        <source>the truth is negative or a prediction not positive in some rows</source>
        <translation>真の値が負、または予測が正でない行があります</translation>
    </message>
    <message>
        <source>the truth or a prediction is not positive in some rows</source>
        <translation>真の値または予測が正でない行があります</translation>
    </message>
    <message>
        <source>the numbers are too large</source>
        <translation>数値が大きすぎます</translation>
    </message>
    <message>
        <source>some class has no rows, or all</source>
        <translation>行のないクラス、またはすべての行を占めるクラスがあります</translation>
    </message>
    <message>
        <source>all rows are of one class</source>
        <translation>すべての行が同じクラスです</translation>
    </message>
    <message>
        <source>no row is of the positive class</source>
        <translation>陽性クラスの行がありません</translation>
    </message>
    <message>
        <source>no row is of the negative class</source>
        <translation>陰性クラスの行がありません</translation>
    </message>
    <message>
        <source>no row was decided for the positive class</source>
        <translation>陽性と判定された行がありません</translation>
    </message>
    <message>
        <source>no row is of the positive class or decided for it</source>
        <translation>陽性クラスの行も陽性と判定された行もありません</translation>
    </message>
    <message>
        <source>no row was decided for the class</source>
        <translation>このクラスと判定された行がありません</translation>
    </message>
    <message>
        <source>no row is of the class</source>
        <translation>このクラスの行がありません</translation>
    </message>
    <message>
        <source>larger than 64 MB: what it would import was not read</source>
        <translation>64 MB を超えるため、インポートする名前は読んでいません</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; is new and required</source>
        <translation>入力「%1」は新しく、必須です</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; is new and optional</source>
        <translation>入力「%1」は新しく、任意です</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; takes %2 where it took %3</source>
        <translation>入力「%1」の型が %3 から %2 に変わりました</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; is required and was optional</source>
        <translation>入力「%1」は任意から必須になりました</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; is optional and was required</source>
        <translation>入力「%1」は必須から任意になりました</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; is no longer used</source>
        <translation>入力「%1」は使われなくなりました</translation>
    </message>
    <message>
        <source>output &apos;%1&apos; is gone</source>
        <translation>出力「%1」がなくなりました</translation>
    </message>
    <message>
        <source>output &apos;%1&apos; is %2 and was %3</source>
        <translation>出力「%1」の型が %3 から %2 に変わりました</translation>
    </message>
    <message>
        <source>output &apos;%1&apos; is new</source>
        <translation>出力「%1」は新しいものです</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1（%2 別）</translation>
    </message>
    <message>
        <source>%1, %2 held out, seed %3</source>
        <translation>%1、検証用 %2、シード %3</translation>
    </message>
    <message>
        <source>A pickle is a program: it is kept and never loaded here, so it cannot be tried or measured</source>
        <translation>pickle はプログラムです。保存しますが、ここで読み込むことはないため、試すことも測ることもできません</translation>
    </message>
    <message>
        <source>This model runs in Python only: it was not tried, and it is never loaded in this program</source>
        <translation>このモデルは Python でのみ動きます。試しておらず、このプログラムに読み込むこともありません</translation>
    </message>
    <message>
        <source>Nothing says what it takes and gives: changes for its callers cannot be told</source>
        <translation>入力と出力の説明がないため、呼び出し側への影響は分かりません</translation>
    </message>
    <message>
        <source>What it takes and gives was read off the model itself</source>
        <translation>入力と出力はモデル自体から読み取りました</translation>
    </message>
    <message>
        <source>A pickle in it would import what starts programs or touches files or the network</source>
        <translation>中の pickle は、プログラムの起動やファイル、ネットワークに触れるものをインポートします</translation>
    </message>
    <message>
        <source>No reference profile is kept of it: %1</source>
        <translation>参照プロファイルは保存していません: %1</translation>
    </message>
    <message>
        <source>the policy&apos;s rule for %1 (tatara.yaml, line %2)</source>
        <translation>%1 に対するポリシーの規則（tatara.yaml の %2 行目）</translation>
    </message>
    <message>
        <source>the policy&apos;s rule for %1</source>
        <translation>%1 に対するポリシーの規則</translation>
    </message>
    <message>
        <source>deploy to the endpoint %1</source>
        <translation>エンドポイント %1 へのデプロイ</translation>
    </message>
    <message>
        <source>move weights of the endpoint %1</source>
        <translation>エンドポイント %1 の配分の変更</translation>
    </message>
    <message>
        <source>shadow on the endpoint %1</source>
        <translation>エンドポイント %1 でのシャドー</translation>
    </message>
    <message>
        <source>To %1, say who you are with a token that has the scope deploy</source>
        <translation>%1には、スコープ deploy を持つトークンで本人を示してください</translation>
    </message>
    <message>
        <source>Nothing is deployed until tatara.yaml is mended: %1</source>
        <translation>tatara.yaml が直るまで何もデプロイされません：%1</translation>
    </message>
    <message>
        <source>Only %1 may %2, says %3</source>
        <translation>%2ができるのは %1 だけです（%3）</translation>
    </message>
    <message>
        <source>Version %1 is not approved, so it may get at most %2 % of the traffic of the endpoint %3, says %4</source>
        <translation>バージョン %1 は承認されていないため、エンドポイント %3 のトラフィックのうち %2 % までしか受けられません（%4）</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>欠損</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>%1 未満</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 以上</translation>
    </message>
    <message>
        <source>%1 to below %2</source>
        <translation>%1 以上 %2 未満</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>その他すべて</translation>
    </message>
    <message>
        <source>It remembers more than 2 million values</source>
        <translation>200 万を超える値を記憶しています</translation>
    </message>
    <message>
        <source>a name computed while loading</source>
        <translation>読み込み中に計算される名前</translation>
    </message>
    <message>
        <source>Measured again, the gate “%1” no longer answers as it did: %2</source>
        <translation>測定し直すと、ゲート「%1」の結果が変わります: %2</translation>
    </message>
    <message>
        <source>the two runs did not keep predictions of the same form</source>
        <translation>2 つの実行が保存した予測の形式が異なります</translation>
    </message>
    <message>
        <source>the two runs held out other rows</source>
        <translation>2 つの実行で検証に使った行が異なります</translation>
    </message>
    <message>
        <source>the runs did not both keep predictions</source>
        <translation>予測が両方の実行には保存されていません</translation>
    </message>
    <message>
        <source>Trained again it came out exactly the same: %1 metrics and the predictions of %2 rows, bit for bit</source>
        <translation>再学習の結果は完全に一致しました: %1 個のメトリックと %2 行の予測がビット単位で同じです</translation>
    </message>
    <message>
        <source>Trained again its %1 metrics came out exactly the same; %2</source>
        <translation>再学習の結果、%1 個のメトリックは完全に一致しました。%2</translation>
    </message>
    <message>
        <source>Trained again it came out the same within %1: metrics differ by at most %2, predictions by at most %3 of their range</source>
        <translation>再学習の結果は許容差 %1 の範囲で一致しました: メトリックの差は最大 %2、予測の差は値の範囲の最大 %3 です</translation>
    </message>
    <message>
        <source>%1 is not there, which was %2</source>
        <translation>%1 がありません（以前は %2）</translation>
    </message>
    <message>
        <source>%1 is %2 where it was %3</source>
        <translation>%1 は %2（以前は %3）</translation>
    </message>
    <message>
        <source>%1 more metrics</source>
        <translation>ほかに %1 個のメトリック</translation>
    </message>
    <message>
        <source>%1 of %2 predictions differ, by at most %3 of their range</source>
        <translation>%2 件の予測のうち %1 件が異なり、差は値の範囲の最大 %3 です</translation>
    </message>
    <message>
        <source>Trained again it differs: %1</source>
        <translation>再学習の結果は異なりました: %1</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>It could not be trained again. %1</source>
        <translation>再学習できませんでした。%1</translation>
    </message>
    <message>
        <source>The run kept neither metrics nor predictions to hold it against</source>
        <translation>この実行には、比べるためのメトリックも予測も保存されていません</translation>
    </message>
    <message>
        <source>Nobody can approve for %1: the policy asks for %2 of the role %3, which has %4 (line %5)</source>
        <translation>%1 を承認できる人がいません。ポリシーは役割 %3 の承認を %2 件求めていますが、その役割は %4 人です（%5 行目）</translation>
    </message>
    <message>
        <source>When %1 asks for a review of %2, nobody can approve it: nobody approves their own, and the role %3 has nobody else (line %4)</source>
        <translation>%1 が %2 のレビューを依頼すると、承認できる人がいません。自分の依頼は承認できず、役割 %3 にはほかに誰もいません（%4 行目）</translation>
    </message>
    <message>
        <source>The rule for %1 protects neither an alias nor a stage (line %2)</source>
        <translation>%1 の規則はエイリアスもステージも保護していません（%2 行目）</translation>
    </message>
    <message>
        <source>The rule for %1 asks for no approval and has no gate: a review alone is enough (line %2)</source>
        <translation>%1 の規則は承認もゲートも求めていません。レビューだけで通ります（%2 行目）</translation>
    </message>
    <message>
        <source>Nobody may deploy to the endpoints named %1 (line %2)</source>
        <translation>%1 という名前のエンドポイントにデプロイできる人がいません（%2 行目）</translation>
    </message>
    <message>
        <source>The chain has no entry yet</source>
        <translation>チェーンにはまだ記録がありません</translation>
    </message>
    <message>
        <source>Consistent to entry %1</source>
        <translation>エントリー %1 まで整合</translation>
    </message>
    <message>
        <source>one older act is sealed with the next act</source>
        <translation>以前の操作 1 件は次の操作とともに封印されます</translation>
    </message>
    <message>
        <source>%1 older acts are sealed with the next act</source>
        <translation>以前の操作 %1 件は次の操作とともに封印されます</translation>
    </message>
    <message>
        <source>the end is not anchored</source>
        <translation>末尾は固定されていません</translation>
    </message>
    <message>
        <source>anchored to its end by a checkpoint</source>
        <translation>チェックポイントにより末尾まで固定</translation>
    </message>
    <message>
        <source>anchored to entry %1 by a checkpoint, what came after is not</source>
        <translation>チェックポイントによりエントリー %1 まで固定、以降は未固定</translation>
    </message>
    <message>
        <source>The checkpoints %1 and %2 disagree about entry %3</source>
        <translation>チェックポイント %1 と %2 はエントリー %3 について食い違っています</translation>
    </message>
    <message>
        <source>Entry %1 is not the one that the checkpoint %2 vouches for: the chain was written anew</source>
        <translation>エントリー %1 はチェックポイント %2 が保証するものではありません。チェーンは書き直されています</translation>
    </message>
    <message>
        <source>Entry %1 is missing: the one after %2 is %3</source>
        <translation>エントリー %1 がありません。%2 の次は %3 です</translation>
    </message>
    <message>
        <source>Entry %1 has no digest: it was not written by Tatara</source>
        <translation>エントリー %1 にはダイジェストがありません。Tatara が書いたものではありません</translation>
    </message>
    <message>
        <source>Entry %1 was changed: its signature does not fit it</source>
        <translation>エントリー %1 は変更されています。署名が一致しません</translation>
    </message>
    <message>
        <source>Entry %1 was changed, or the one before it: its digest does not fit</source>
        <translation>エントリー %1、またはその前のエントリーが変更されています。ダイジェストが一致しません</translation>
    </message>
    <message>
        <source>Line %1 of the export is not an entry</source>
        <translation>エクスポートの %1 行目はエントリーではありません</translation>
    </message>
    <message>
        <source>Entry %1 was changed: its digest does not fit</source>
        <translation>エントリー %1 は変更されています。ダイジェストが一致しません</translation>
    </message>
    <message>
        <source>Entry %1 does not follow the one before it</source>
        <translation>エントリー %1 は前のエントリーに続いていません</translation>
    </message>
    <message>
        <source>The end was cut off: the checkpoint %1 knows entry %2, and the chain ends with entry %3</source>
        <translation>末尾が切り取られています。チェックポイント %1 はエントリー %2 を知っていますが、チェーンはエントリー %3 で終わっています</translation>
    </message>
    <message>
        <source>Version %1 of %2 was deleted; its review stays in the record</source>
        <translation>%2 のバージョン %1 は削除されました。レビューの記録は残ります</translation>
    </message>
    <message>
        <source>Two models can be compared only on the same rows, classes and task</source>
        <translation>2 つのモデルは、行、クラス、タスクが同じ場合だけ比べられます</translation>
    </message>
    <message>
        <source>Between 100 and 100,000 resamples are drawn</source>
        <translation>再標本の数は 100 から 100,000 までです</translation>
    </message>
    <message>
        <source>The confidence of an interval lies between 0 and 1</source>
        <translation>区間の信頼度は 0 と 1 の間です</translation>
    </message>
    <message>
        <source>%1 is undefined on these rows: %2</source>
        <translation>これらの行では %1 を定義できません: %2</translation>
    </message>
    <message>
        <source>No metric is defined on these rows</source>
        <translation>これらの行で定義できる指標がありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no metric of this task; did you mean &quot;%2&quot;?</source>
        <translation>「%1」はこのタスクの指標ではありません。「%2」のことですか?</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no metric of this task</source>
        <translation>「%1」はこのタスクの指標ではありません</translation>
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
        <source>The data that %1 was trained on (%2) is gone or has changed</source>
        <translation>%1 の学習データ（%2）が失われたか変わりました</translation>
    </message>
    <message>
        <source>The evidence &quot;%1&quot;</source>
        <translation>エビデンス「%1」</translation>
    </message>
    <message>
        <source>%1 is not what it was when it was computed</source>
        <translation>%1は計算時から変わっています</translation>
    </message>
    <message>
        <source>%1 is no JSON</source>
        <translation>%1は JSON ではありません</translation>
    </message>
    <message>
        <source>%1 is of no known form</source>
        <translation>%1は知られた形式ではありません</translation>
    </message>
    <message>
        <source>%1 was written by another version of Tatara</source>
        <translation>%1は別のバージョンの Tatara が書いたものです</translation>
    </message>
    <message>
        <source>Fairness between groups is measured of two classes only</source>
        <translation>グループ間の公平性は 2 クラスの場合だけ測れます</translation>
    </message>
    <message>
        <source>%1 and %2 cannot be compared: %3</source>
        <translation>%1 と %2 を比べられません: %3</translation>
    </message>
    <message>
        <source>the one is a model of %1, the other of %2</source>
        <translation>一方は %1 のモデル、他方は %2 のモデルです</translation>
    </message>
    <message>
        <source>the one predicts &apos;%1&apos;, the other &apos;%2&apos;</source>
        <translation>一方は「%1」、他方は「%2」を予測します</translation>
    </message>
    <message>
        <source>they know different classes</source>
        <translation>クラスが異なります</translation>
    </message>
    <message>
        <source>Of the rows that %1 held out, %2 held out %3 too, which are too few to compare them on; name data that neither was trained on, or train both with the same split and seed</source>
        <translation>%1 の学習から除いた行のうち、%2 の学習からも除いた行は %3 行で、比べるには少なすぎます。どちらの学習にも使っていないデータを指定するか、両方を同じ分割とシードで学習してください</translation>
    </message>
    <message>
        <source>%1 and %2 do not agree on what is true of row %3; name data to evaluate both on</source>
        <translation>%3 行目の真の値が %1 と %2 で異なります。両方を評価するデータを指定してください</translation>
    </message>
    <message>
        <source>The run of %1 kept no predictions of rows it held out; name data to evaluate it on</source>
        <translation>%1 の実行には、学習から除いた行の予測が保存されていません。評価するデータを指定してください</translation>
    </message>
    <message>
        <source>%1 has no predictions of the rows held out from %2, and the data to make them from is gone or has changed</source>
        <translation>%2 の学習から除いた行に対する %1 の予測がなく、予測を作るデータも失われたか変わっています</translation>
    </message>
    <message>
        <source>The target &apos;%1&apos; of %2 holds no single values</source>
        <translation>%2 の目的変数「%1」の値は単独の値ではありません</translation>
    </message>
    <message>
        <source>%1 gives no contributions of its inputs</source>
        <translation>%1 は入力ごとの寄与を出しません</translation>
    </message>
    <message>
        <source>Measuring needs more memory than the %1 it may have</source>
        <translation>測定に、許された %1 より多くのメモリが必要です</translation>
    </message>
    <message>
        <source>Measuring took more processor time than it may have</source>
        <translation>測定が、許されたプロセッサー時間を超えました</translation>
    </message>
    <message>
        <source>The process that measured it %1</source>
        <translation>測定したプロセスは%1</translation>
    </message>
    <message>
        <source>Measuring took longer than the %1 it may take</source>
        <translation>測定が、許された %1 を超えました</translation>
    </message>
    <message>
        <source>What to measure cannot be handed to the process that measures</source>
        <translation>測定するものを、測定するプロセスに渡せません</translation>
    </message>
    <message>
        <source>What to measure did not arrive</source>
        <translation>測定するものが届きませんでした</translation>
    </message>
    <message>
        <source>The model &quot;%1&quot; has no version %2</source>
        <translation>モデル「%1」にバージョン %2 はありません</translation>
    </message>
    <message>
        <source>%1 is called a pickle and is none: %2</source>
        <translation>%1 は pickle という名前ですが、pickle ではありません: %2</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; holds no files</source>
        <translation>フォルダー「%1」にファイルがありません</translation>
    </message>
    <message>
        <source>The model says itself what it takes</source>
        <translation>入力はモデル自身が示しています</translation>
    </message>
    <message>
        <source>The model takes %1 columns, and the signature names %2</source>
        <translation>モデルは %1 列を取りますが、シグネチャは %2 列です</translation>
    </message>
    <message>
        <source>The model does not answer such columns: %1</source>
        <translation>モデルはこのような列に応答しません: %1</translation>
    </message>
    <message>
        <source>The default experiment keeps its artifacts outside this workspace</source>
        <translation>既定の実験のアーティファクトはこのワークスペースの外にあります</translation>
    </message>
    <message>
        <source>%1 comes from a run that logged no data; log what it was evaluated on with mlflow.log_input</source>
        <translation>%1 の実行にはデータが記録されていません。評価に使ったデータを mlflow.log_input で記録してください</translation>
    </message>
    <message>
        <source>%1 comes from no run of this workspace, so nothing says what rows it was evaluated on</source>
        <translation>%1 はこのワークスペースの実行から作られていないため、どの行で評価したかが分かりません</translation>
    </message>
    <message>
        <source>The data that the run of %1 logged (&apos;%2&apos;) is not registered here; add it with &quot;tatara data add&quot;</source>
        <translation>%1 の実行が記録したデータ（「%2」）はここに登録されていません。「tatara data add」で追加してください</translation>
    </message>
    <message>
        <source>%1 has no files in this workspace</source>
        <translation>%1 のファイルはこのワークスペースにありません</translation>
    </message>
    <message>
        <source>%1 is larger than 4 GB</source>
        <translation>%1 は 4 GB を超えています</translation>
    </message>
    <message>
        <source>Nothing says what columns %1 takes</source>
        <translation>%1 の取る列が分かりません</translation>
    </message>
    <message>
        <source>%1 takes tensors, which are no columns of a table</source>
        <translation>%1 の取るテンソルは表の列では与えられません</translation>
    </message>
    <message>
        <source>its output &apos;%1&apos; has not one value a row</source>
        <translation>出力「%1」は 1 行に 1 個の値ではありません</translation>
    </message>
    <message>
        <source>it gives more than 1,000 values a row</source>
        <translation>1 行に 1,000 個を超える値を出します</translation>
    </message>
    <message>
        <source>The data of %1@%2 has changed since it was registered</source>
        <translation>%1@%2 のデータは登録後に変わりました</translation>
    </message>
    <message>
        <source>The run %1 does not repeat %2: %3</source>
        <translation>実行 %1 は %2 の再現ではありません: %3</translation>
    </message>
    <message>
        <source>they are one and the same run</source>
        <translation>2 つは同じ実行です</translation>
    </message>
    <message>
        <source>it is not finished</source>
        <translation>まだ終わっていません</translation>
    </message>
    <message>
        <source>it read other data</source>
        <translation>別のデータを読んでいます</translation>
    </message>
    <message>
        <source>the parameter %1 is %2 where it was %3</source>
        <translation>パラメータ %1 が %2 です（以前は %3）</translation>
    </message>
    <message>
        <source>the parameter %1 is not there where it was %2</source>
        <translation>パラメータ %1 がありません（以前は %2）</translation>
    </message>
    <message>
        <source>Evidence is kept of versions of one model only</source>
        <translation>エビデンスは 1 つのモデルのバージョンについてだけ保存します</translation>
    </message>
    <message>
        <source>The files of %1 version %2 were altered while it was measured; measure it again</source>
        <translation>測定中に %1 のバージョン %2 のファイルが変わりました。測定し直してください</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; does not have all rows that were held out</source>
        <translation>列「%1」には、学習から除いた行のすべてはありません</translation>
    </message>
    <message>
        <source>Not every row that was held out has its place in the data</source>
        <translation>学習から除いた行の一部がデータの中に見つかりません</translation>
    </message>
    <message>
        <source>Two classes are needed</source>
        <translation>2 つのクラスが必要です</translation>
    </message>
    <message>
        <source>Between 2 and %1 classes are needed</source>
        <translation>2 から %1 個のクラスが必要です</translation>
    </message>
    <message>
        <source>There are not as many probabilities as rows and classes</source>
        <translation>確率の数が行とクラスの数に合いません</translation>
    </message>
    <message>
        <source>There are no rows to evaluate</source>
        <translation>評価する行がありません</translation>
    </message>
    <message>
        <source>More than 4,294,967,295 rows cannot be evaluated at once</source>
        <translation>一度に評価できるのは 4,294,967,295 行までです</translation>
    </message>
    <message>
        <source>There are not as many predictions or weights as rows</source>
        <translation>予測または重みの数が行数に合いません</translation>
    </message>
    <message>
        <source>The weights of all rows are zero</source>
        <translation>すべての行の重みが 0 です</translation>
    </message>
    <message>
        <source>&quot;-&gt;&quot; stands there twice</source>
        <translation>「-&gt;」が 2 回あります</translation>
    </message>
    <message>
        <source>the column &apos;%1&apos; stands there twice</source>
        <translation>列「%1」が 2 回あります</translation>
    </message>
    <message>
        <source>there are more than 20,000 columns</source>
        <translation>列が 20,000 個を超えています</translation>
    </message>
    <message>
        <source>no column is named that the model takes</source>
        <translation>モデルの取る列が 1 つもありません</translation>
    </message>
    <message>
        <source>Line %1 of the signature: %2</source>
        <translation>シグネチャの %1 行目: %2</translation>
    </message>
    <message>
        <source>a quote is not closed</source>
        <translation>引用符が閉じられていません</translation>
    </message>
    <message>
        <source>a name is expected here</source>
        <translation>ここには名前が必要です</translation>
    </message>
    <message>
        <source>the column &apos;%1&apos; has no type</source>
        <translation>列「%1」に型がありません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no type; there are boolean, integer, long, float, double, string and datetime</source>
        <translation>「%1」という型はありません。boolean、integer、long、float、double、string、datetime があります</translation>
    </message>
    <message>
        <source>behind the type of &apos;%1&apos; stands more; put a name with blanks in quotes</source>
        <translation>「%1」の型の後に余分な文字があります。空白を含む名前は引用符で囲んでください</translation>
    </message>
    <message>
        <source>The signature is longer than 4 MB</source>
        <translation>シグネチャが 4 MB を超えています</translation>
    </message>
    <message>
        <source>Slices are compared by %1; %2 is no mean over rows</source>
        <translation>スライスは %1 で比べます。%2 は行の平均ではありません</translation>
    </message>
    <message>
        <source>Without probabilities, slices are compared by accuracy</source>
        <translation>確率がない場合、スライスは正解率で比べます</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; does not give a slice to each row</source>
        <translation>列「%1」では、すべての行がスライスに分かれません</translation>
    </message>
    <message>
        <source>Two models can be compared only on the same rows and task</source>
        <translation>2 つのモデルは、行とタスクが同じ場合だけ比べられます</translation>
    </message>
    <message>
        <source>%1 was not trained by Tatara: its files do not say how columns become the model&apos;s input (tatara_features.json), so it cannot be evaluated here</source>
        <translation>%1 は Tatara で学習したものではありません。列をモデルの入力にする方法（tatara_features.json）がファイルにないため、ここでは評価できません</translation>
    </message>
    <message>
        <source>%1: tatara_features.json is not of a known form</source>
        <translation>%1: tatara_features.json は知られた形式ではありません</translation>
    </message>
    <message>
        <source>The columns are not those of predictions</source>
        <translation>列が予測のものではありません</translation>
    </message>
    <message>
        <source>There are no predictions</source>
        <translation>予測がありません</translation>
    </message>
    <message>
        <source>The data has no column &apos;%1&apos;, which %2 takes</source>
        <translation>%2 の取る列「%1」がデータにありません</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; holds %2 values, and %3 takes %4</source>
        <translation>列「%1」の値の型は %2 ですが、%3 は %4 を取ります</translation>
    </message>
    <message>
        <source>The data has no row %1; it is not what was evaluated</source>
        <translation>データに %1 行目がありません。評価に使ったデータではありません</translation>
    </message>
    <message>
        <source>%1 gives %2 values a row where %3 are expected of its task</source>
        <translation>%1 は 1 行に %2 個の値を出しますが、このタスクでは %3 個のはずです</translation>
    </message>
    <message>
        <source>Row %1 of the data is of class &apos;%2&apos;, which %3 does not know</source>
        <translation>データの %1 行目のクラス「%2」を %3 は知りません</translation>
    </message>
    <message>
        <source>The target &apos;%1&apos; is text here</source>
        <translation>ここでは目的変数「%1」が文字列です</translation>
    </message>
    <message>
        <source>A version is compared with another one, not with itself</source>
        <translation>バージョンは自分自身ではなく、別のバージョンと比べます</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ReviewText</name>
    <message>
        <source>Approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>Approved on conditions</source>
        <translation>条件付きで承認</translation>
    </message>
    <message>
        <source>Changes requested</source>
        <translation>変更を要求</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>open</source>
        <translation>進行中</translation>
    </message>
    <message>
        <source>changes requested</source>
        <translation>変更を要求</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>取り下げ</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>スライス</translation>
    </message>
    <message>
        <source>Fairness</source>
        <translation>公平性</translation>
    </message>
    <message>
        <source>Data and code</source>
        <translation>データとコード</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>What matters most</source>
        <translation>効いている特徴</translation>
    </message>
    <message numerus="yes">
        <source>%n decisions</source>
        <translation>
            <numerusform>判断 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comments</source>
        <translation>
            <numerusform>コメント %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Since you last looked: %1</source>
        <translation>前回見てから: %1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Decision threshold</source>
        <translation>判定しきい値</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>パッケージ</translation>
    </message>
    <message>
        <source>Latency and memory</source>
        <translation>レイテンシとメモリ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>シグネチャ</translation>
    </message>
    <message>
        <source>Reference profile</source>
        <translation>参照プロファイル</translation>
    </message>
    <message>
        <source>, …</source>
        <translation> ほか</translation>
    </message>
    <message>
        <source>the evidence was frozen anew, the same as before</source>
        <translation>エビデンスが凍結し直されました（内容は前回と同じ）</translation>
    </message>
    <message>
        <source>the evidence was frozen anew, with other %1</source>
        <translation>エビデンスが凍結し直され、%1 が変わりました</translation>
    </message>
    <message>
        <source>Residuals</source>
        <translation>残差</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ChoiceCards</name>
    <message>
        <source>Your decision</source>
        <translation>あなたの判断</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CodeView</name>
    <message>
        <source>Changes of the code</source>
        <translation>コードの変更</translation>
    </message>
    <message>
        <source>Not committed by the challenger&apos;s run</source>
        <translation>チャレンジャーの実行時に未コミット</translation>
    </message>
    <message>
        <source>Not committed by the challenger&apos;s run, on %1</source>
        <translation>チャレンジャーの実行時に未コミット（%1 の上）</translation>
    </message>
    <message>
        <source>Not committed by the champion&apos;s run</source>
        <translation>チャンピオンの実行時に未コミット</translation>
    </message>
    <message>
        <source>Not committed by the champion&apos;s run, on %1</source>
        <translation>チャンピオンの実行時に未コミット（%1 の上）</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1, new</source>
        <translation>%1（新規）</translation>
    </message>
    <message>
        <source>%1, removed</source>
        <translation>%1（削除）</translation>
    </message>
    <message>
        <source>No text, or too large to be shown</source>
        <translation>テキストでないか、大きすぎて表示できません</translation>
    </message>
    <message numerus="yes">
        <source>+%1 −%2 in %n files</source>
        <translation>
            <numerusform>%n ファイルで +%1 −%2</numerusform>
        </translation>
    </message>
    <message>
        <source>The diff is longer; this is its beginning</source>
        <translation>差分はさらに続きます。ここに示すのは先頭だけです</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ConfusionTable</name>
    <message>
        <source>Right and wrong answers</source>
        <translation>正答と誤答</translation>
    </message>
    <message>
        <source>said %1</source>
        <translation>予測 %1</translation>
    </message>
    <message>
        <source>is %1</source>
        <translation>正解 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Commonest mistakes: is</source>
        <translation>最も多い誤り: 正解</translation>
    </message>
    <message>
        <source>was said to be</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Δ</source>
        <translation>Δ</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CurvesView</name>
    <message>
        <source>ROC curve</source>
        <translation>ROC 曲線</translation>
    </message>
    <message>
        <source>false positive rate</source>
        <translation>偽陽性率</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>再現率</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>適合率と再現率</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>適合率</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>較正</translation>
    </message>
    <message>
        <source>probability said</source>
        <translation>予測確率</translation>
    </message>
    <message>
        <source>share of positive rows</source>
        <translation>陽性の割合</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DecisionSide</name>
    <message>
        <source>Your decision</source>
        <translation>あなたの判断</translation>
    </message>
    <message>
        <source>Comment or reason</source>
        <translation>コメントまたは理由</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>ゲート</translation>
    </message>
    <message>
        <source>%1 pass, %2 warn, %3 fail</source>
        <translation>合格 %1、警告 %2、不合格 %3</translation>
    </message>
    <message>
        <source>The policy asks for no gate here</source>
        <translation>ポリシーはここにゲートを求めていません</translation>
    </message>
    <message>
        <source>No policy protects this alias: it may be moved without a review</source>
        <translation>このエイリアスを保護するポリシーはありません。レビューなしで移動できます</translation>
    </message>
    <message>
        <source>could not be computed</source>
        <translation>計算できませんでした</translation>
    </message>
    <message>
        <source>Acknowledged by %1: %2</source>
        <translation>%1 が了承: %2</translation>
    </message>
    <message>
        <source>Acknowledge with a reason…</source>
        <translation>理由を付けて了承…</translation>
    </message>
    <message>
        <source>Freeze the evidence anew…</source>
        <translation>根拠を固定し直す…</translation>
    </message>
    <message>
        <source>Reviewers</source>
        <translation>レビュアー</translation>
    </message>
    <message>
        <source>%1 of %2 required</source>
        <translation>必要な承認 %2 件中 %1 件</translation>
    </message>
    <message>
        <source>You</source>
        <translation>あなた</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>Decision needed</source>
        <translation>判断が必要</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>依頼済み</translation>
    </message>
    <message>
        <source>cannot approve it</source>
        <translation>承認できません</translation>
    </message>
    <message>
        <source>submitter, automated</source>
        <translation>依頼者（自動）</translation>
    </message>
    <message>
        <source>submitter</source>
        <translation>依頼者</translation>
    </message>
    <message>
        <source>asks</source>
        <translation>依頼</translation>
    </message>
    <message>
        <source>On conditions: %1</source>
        <translation>条件: %1</translation>
    </message>
    <message>
        <source>Discussion</source>
        <translation>議論</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新着</translation>
    </message>
    <message>
        <source>A gate does not pass</source>
        <translation>合格していないゲートがあります</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>%1 can then become %2</source>
        <translation>%1 を %2 にできるようになります</translation>
    </message>
    <message>
        <source>Approve on conditions</source>
        <translation>条件付きで承認</translation>
    </message>
    <message>
        <source>Write the conditions</source>
        <translation>条件を書いてください</translation>
    </message>
    <message>
        <source>Request changes</source>
        <translation>変更を要求</translation>
    </message>
    <message>
        <source>Goes back with your comment</source>
        <translation>コメントを付けて差し戻します</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>Closes this review. Give a reason</source>
        <translation>このレビューを閉じます。理由が必要です</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>Decides nothing</source>
        <translation>判断はしません</translation>
    </message>
    <message>
        <source>This review is %1</source>
        <translation>このレビュー: %1</translation>
    </message>
    <message>
        <source>Approved. The move is an act of its own.</source>
        <translation>承認済み。移動は別の操作です。</translation>
    </message>
    <message>
        <source>Make %1 %2</source>
        <translation>%1 を %2 にする</translation>
    </message>
    <message>
        <source>Write a comment</source>
        <translation>コメントを書いてください</translation>
    </message>
    <message>
        <source>A reason is needed</source>
        <translation>理由が必要です</translation>
    </message>
    <message>
        <source>Approve %1</source>
        <translation>%1 を承認</translation>
    </message>
    <message>
        <source>Reject %1</source>
        <translation>%1 を却下</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>対象: %1</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DifferingTable</name>
    <message>
        <source>Rows on which they differ most</source>
        <translation>予測が最も異なる行</translation>
    </message>
    <message>
        <source>%1 = %2 (%3)</source>
        <translation>%1 = %2（%3）</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>正解</translation>
    </message>
    <message>
        <source>What moved %1 most</source>
        <translation>%1 を最も動かした入力</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DisparityTable</name>
    <message>
        <source>Fairness</source>
        <translation>公平性</translation>
    </message>
    <message>
        <source>Between groups of</source>
        <translation>グループの列</translation>
    </message>
    <message>
        <source>Difference in</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>最大</translation>
    </message>
</context>
<context>
    <name>tatara::ui::EvidencePlot</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>%1: %2 %3, %4 %5</source>
        <translation>%1: %2 %3、%4 %5</translation>
    </message>
</context>
<context>
    <name>tatara::ui::FactTable</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Trained by</source>
        <translation>学習した人</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>コミット</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
</context>
<context>
    <name>tatara::ui::FileTable</name>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>What a pickle would import</source>
        <translation>pickle が読み込むもの</translation>
    </message>
    <message>
        <source>no pickle</source>
        <translation>pickle ではない</translation>
    </message>
</context>
<context>
    <name>tatara::ui::GroupTable</name>
    <message>
        <source>interval %1 to %2</source>
        <translation>区間 %1 ～ %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Rates of groups</source>
        <translation>グループごとの率</translation>
    </message>
    <message>
        <source>too few rows to be judged</source>
        <translation>判定するには行が少なすぎます</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>選択率</translation>
    </message>
    <message>
        <source>True positives</source>
        <translation>真陽性率</translation>
    </message>
    <message>
        <source>False positives</source>
        <translation>偽陽性率</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>較正誤差</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ImportanceTable</name>
    <message>
        <source>What matters most</source>
        <translation>効いている特徴</translation>
    </message>
    <message>
        <source>± %1 over repeats</source>
        <translation>繰り返しで ± %1</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Mean size of its contributions (TreeSHAP)</source>
        <translation>寄与の平均の大きさ（TreeSHAP）</translation>
    </message>
    <message>
        <source>%1 worse when shuffled</source>
        <translation>シャッフル時の %1 悪化</translation>
    </message>
</context>
<context>
    <name>tatara::ui::MetricTable</name>
    <message>
        <source>Metrics against the champion</source>
        <translation>チャンピオンとの指標の比較</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Δ</source>
        <translation>Δ</translation>
    </message>
    <message>
        <source>%1 % interval</source>
        <translation>%1 % 区間</translation>
    </message>
    <message>
        <source>better</source>
        <translation>改善</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>変化なし</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>悪化</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>%1; this metric decides</source>
        <translation>%1。この指標で判定します</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ～ %2</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>改善</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>悪化</translation>
    </message>
    <message>
        <source>No clear change</source>
        <translation>明確な変化なし</translation>
    </message>
    <message>
        <source>Not judged</source>
        <translation>判定なし</translation>
    </message>
    <message>
        <source>Latency, ms</source>
        <translation>レイテンシ（ms）</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>One row at a time on one thread of this machine, 95th percentile</source>
        <translation>このマシンの 1 スレッドで 1 行ずつ測った 95 パーセンタイル</translation>
    </message>
    <message>
        <source>What loading the model added to the heap of this process</source>
        <translation>モデルの読み込みでこのプロセスのヒープに加わった量</translation>
    </message>
    <message>
        <source>All files of the version together</source>
        <translation>この版の全ファイルの合計</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReproducibilityStrip</name>
    <message>
        <source>Environment</source>
        <translation>環境</translation>
    </message>
    <message>
        <source>Working tree</source>
        <translation>作業ツリー</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>%1 packages recorded</source>
        <translation>%1 個のパッケージを記録</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>記録なし</translation>
    </message>
    <message>
        <source>the same as v%1</source>
        <translation>v%1 と同じ</translation>
    </message>
    <message>
        <source>%1 differ from v%2</source>
        <translation>%1 個が v%2 と異なる</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>uncommitted changes</source>
        <translation>未コミットの変更あり</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>変更なし</translation>
    </message>
    <message>
        <source>commit %1</source>
        <translation>コミット %1</translation>
    </message>
    <message>
        <source>not logged</source>
        <translation>記録なし</translation>
    </message>
    <message>
        <source>none in this workspace</source>
        <translation>このワークスペースにはありません</translation>
    </message>
    <message>
        <source>changed since the evidence was frozen</source>
        <translation>エビデンスの凍結後に変わりました</translation>
    </message>
    <message>
        <source>as they were frozen</source>
        <translation>凍結時のまま</translation>
    </message>
    <message>
        <source>Trained again</source>
        <translation>再学習</translation>
    </message>
    <message>
        <source>exactly the same</source>
        <translation>完全に一致</translation>
    </message>
    <message>
        <source>the same within tolerance</source>
        <translation>許容差の範囲で一致</translation>
    </message>
    <message>
        <source>it differs</source>
        <translation>異なる結果</translation>
    </message>
    <message>
        <source>not possible</source>
        <translation>再学習できません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ResidualsView</name>
    <message>
        <source>Along the predictions</source>
        <translation>予測値に沿って</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>予測値</translation>
    </message>
    <message>
        <source>truth − prediction</source>
        <translation>正解 − 予測</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>頻度</translation>
    </message>
    <message>
        <source>share of rows</source>
        <translation>行の割合</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReviewList</name>
    <message>
        <source>Reviews</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>Waiting for me</source>
        <translation>自分待ち</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>進行中</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>No review here</source>
        <translation>ここにレビューはありません</translation>
    </message>
    <message>
        <source>A review is asked for from a model&apos;s version; it gathers the evidence and waits for others to decide</source>
        <translation>レビューはモデルのバージョンから依頼します。根拠を集め、ほかの人の判断を待ちます</translation>
    </message>
    <message>
        <source>Open models</source>
        <translation>モデルを開く</translation>
    </message>
    <message>
        <source>%1 waiting for you</source>
        <translation>あなた待ち %1 件</translation>
    </message>
    <message>
        <source>%1, automated</source>
        <translation>%1（自動）</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>As</source>
        <translation>エイリアス</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>依頼者</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReviewPage</name>
    <message>
        <source>Lineage</source>
        <translation>来歴</translation>
    </message>
    <message>
        <source>Export evidence</source>
        <translation>根拠を書き出す</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Comment on %1</source>
        <translation>%1 にコメント</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>スライス</translation>
    </message>
    <message>
        <source>Data and code</source>
        <translation>データとコード</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Fairness</source>
        <translation>公平性</translation>
    </message>
    <message>
        <source>What matters most</source>
        <translation>効いている特徴</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>レビュー中</translation>
    </message>
    <message>
        <source>replaces v%1</source>
        <translation>v%1 を置き換え</translation>
    </message>
    <message>
        <source>replaces nobody</source>
        <translation>置き換える対象なし</translation>
    </message>
    <message>
        <source>Review %1, asked for by %2 %3</source>
        <translation>レビュー %1、依頼者 %2（%3）</translation>
    </message>
    <message>
        <source> · due %1</source>
        <translation> · 期限 %1</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>実行 %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 から</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>取り下げ</translation>
    </message>
    <message>
        <source>needs %1 more</source>
        <translation>あと %1 件必要</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>まだ</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候補</translation>
    </message>
    <message>
        <source>Metrics against %1 v%2</source>
        <translation>%1 v%2 との指標の比較</translation>
    </message>
    <message>
        <source>As the runs logged them: this version was not measured, so there are no intervals and no verdict</source>
        <translation>実行が記録した値です。このバージョンは測定されていないため、区間と判定はありません</translation>
    </message>
    <message>
        <source>Nobody has the alias yet: there is nothing to compare with</source>
        <translation>このエイリアスを持つバージョンはまだなく、比較の対象がありません</translation>
    </message>
    <message>
        <source>%1; paired bootstrap, %2 draws</source>
        <translation>%1。対応のあるブートストラップ、%2 回</translation>
    </message>
    <message>
        <source>%1; %2 of %3 better</source>
        <translation>%1。%3 件中 %2 件が改善</translation>
    </message>
    <message>
        <source>Only those that got worst</source>
        <translation>最も悪化したものだけ</translation>
    </message>
    <message numerus="yes">
        <source>All %1 slices</source>
        <translation>
            <numerusform>全 %1 スライス</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 the same, hidden</source>
        <translation>同じ %1 件は非表示</translation>
    </message>
    <message>
        <source>Signature: unchanged</source>
        <translation>シグネチャ: 変更なし</translation>
    </message>
    <message>
        <source>Signature: %1</source>
        <translation>シグネチャ: %1</translation>
    </message>
    <message>
        <source>; </source>
        <translation>。</translation>
    </message>
    <message>
        <source>Deploy</source>
        <translation>デプロイ</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>測り直す</translation>
    </message>
    <message>
        <source>Decision threshold</source>
        <translation>判定しきい値</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>パッケージ</translation>
    </message>
    <message>
        <source>Open full diff</source>
        <translation>差分をすべて開く</translation>
    </message>
    <message>
        <source>Reproducibility</source>
        <translation>再現性</translation>
    </message>
    <message numerus="yes">
        <source>%1 rows</source>
        <translation>
            <numerusform>%1 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 rows</source>
        <translation>
            <numerusform>%1、%2 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Without a value on these rows: %1</source>
        <translation>この行では値のない指標: %1</translation>
    </message>
    <message>
        <source>Changes of the code</source>
        <translation>コードの変更</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Residuals</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>v%1 with its band, v%2 dashed</source>
        <translation>v%1 は帯つき、v%2 は破線</translation>
    </message>
    <message>
        <source>No weak slice among %1 that were looked at</source>
        <translation>調べた %1 個のスライスに弱いものはありません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReviewPanel</name>
    <message>
        <source>Reviews</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>Choose: approve</source>
        <translation>選択: 承認</translation>
    </message>
    <message>
        <source>Choose: approve on conditions</source>
        <translation>選択: 条件付きで承認</translation>
    </message>
    <message>
        <source>Choose: request changes</source>
        <translation>選択: 変更を要求</translation>
    </message>
    <message>
        <source>Choose: reject</source>
        <translation>選択: 却下</translation>
    </message>
    <message>
        <source>Submit the decision</source>
        <translation>判断を送る</translation>
    </message>
    <message>
        <source>Next evidence</source>
        <translation>次の根拠</translation>
    </message>
    <message>
        <source>Previous evidence</source>
        <translation>前の根拠</translation>
    </message>
    <message>
        <source>Back to the list of reviews</source>
        <translation>レビューの一覧へ戻る</translation>
    </message>
    <message>
        <source>Review %1</source>
        <translation>レビュー %1</translation>
    </message>
    <message>
        <source>Deciding</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>Commenting</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Say why in a sentence</source>
        <translation>理由を一文で書いてください</translation>
    </message>
    <message>
        <source>Acknowledge that the gate does not pass?</source>
        <translation>ゲートの不合格を了承しますか？</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>了承</translation>
    </message>
    <message>
        <source>Acknowledging</source>
        <translation>了承</translation>
    </message>
    <message>
        <source>Replace v%1 as %2?</source>
        <translation>v%1 に代えて %2 にしますか？</translation>
    </message>
    <message>
        <source>Make v%1 %2?</source>
        <translation>v%1 を %2 にしますか？</translation>
    </message>
    <message>
        <source>Whatever loads %1 by this name gets version %2 from then on. The act is recorded with this review.</source>
        <translation>以後、この名前で %1 を読み込むものはバージョン %2 を使います。操作はこのレビューとともに記録されます。</translation>
    </message>
    <message>
        <source>Make v%1 %2</source>
        <translation>v%1 を %2 にする</translation>
    </message>
    <message>
        <source>Moving the alias</source>
        <translation>エイリアスの移動</translation>
    </message>
    <message>
        <source>v%1 is %2</source>
        <translation>v%1 が %2 になりました</translation>
    </message>
    <message>
        <source>Freeze the evidence anew?</source>
        <translation>根拠を固定し直しますか？</translation>
    </message>
    <message>
        <source>A new round begins: approvals given so far do not count any more</source>
        <translation>新しいラウンドが始まり、これまでの承認は数えられなくなります</translation>
    </message>
    <message>
        <source>Reopen the review</source>
        <translation>レビューを再開</translation>
    </message>
    <message>
        <source>Reopening the review</source>
        <translation>レビューの再開</translation>
    </message>
    <message>
        <source>Withdraw this review?</source>
        <translation>このレビューを取り下げますか？</translation>
    </message>
    <message>
        <source>It stays in the record; it may be reopened</source>
        <translation>記録に残り、再開できます</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>取り下げ</translation>
    </message>
    <message>
        <source>Withdrawing the review</source>
        <translation>レビューの取り下げ</translation>
    </message>
    <message>
        <source>Ask somebody by name</source>
        <translation>名前を挙げて依頼</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人</translation>
    </message>
    <message>
        <source>It then waits for them; if you were asked, you hand it on</source>
        <translation>その人を待つようになります。あなたが依頼されていた場合は引き継ぎます</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>依頼</translation>
    </message>
    <message>
        <source>Name a person</source>
        <translation>人の名前を入力してください</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>依頼</translation>
    </message>
    <message>
        <source>Ask somebody…</source>
        <translation>誰かに依頼…</translation>
    </message>
    <message>
        <source>Freeze the evidence anew…</source>
        <translation>根拠を固定し直す…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>取り下げ…</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
    <message>
        <source>File saved</source>
        <translation>ファイルを保存しました</translation>
    </message>
    <message>
        <source>Saving the file</source>
        <translation>ファイルの保存</translation>
    </message>
    <message>
        <source>Export evidence…</source>
        <translation>根拠を書き出す…</translation>
    </message>
    <message>
        <source>Export evidence</source>
        <translation>根拠を書き出す</translation>
    </message>
    <message>
        <source>Measure again…</source>
        <translation>測り直す…</translation>
    </message>
    <message>
        <source>Measure v%1 again?</source>
        <translation>v%1 を測り直しますか？</translation>
    </message>
    <message>
        <source>What is found takes the place of the evidence that is kept. This review keeps what was frozen for it, and approvals lapse where the new evidence is another, until somebody freezes it anew.</source>
        <translation>測った結果が、保存されているエビデンスに置き換わります。このレビューには凍結済みのものが残りますが、新しいエビデンスが異なれば、凍結し直すまで承認は無効になります。</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>測り直す</translation>
    </message>
    <message>
        <source>Measuring %1 v%2 again</source>
        <translation>%1 v%2 を測り直しています</translation>
    </message>
    <message>
        <source>The evidence is another now: freeze it anew to go on</source>
        <translation>エビデンスが変わりました。続けるには凍結し直してください</translation>
    </message>
    <message>
        <source>The evidence is the same as before</source>
        <translation>エビデンスは前回と同じです</translation>
    </message>
    <message>
        <source>Not measured: %1</source>
        <translation>測定できませんでした: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n endpoints follow %1 and get it too: %2</source>
        <translation>
            <numerusform>%n 件のエンドポイントが %1 に従い、同時に切り替わります: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>By when is it to be decided?</source>
        <translation>いつまでに判断しますか？</translation>
    </message>
    <message>
        <source>Due by</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>A date such as 2027-01-15; empty: no date</source>
        <translation>2027-01-15 のような日付。空欄なら期限なし</translation>
    </message>
    <message>
        <source>Save the date</source>
        <translation>期限を保存</translation>
    </message>
    <message>
        <source>Not a date; write it as 2027-01-15</source>
        <translation>日付ではありません。2027-01-15 のように書いてください</translation>
    </message>
    <message>
        <source>Setting the date</source>
        <translation>期限の設定</translation>
    </message>
    <message>
        <source>Set due date…</source>
        <translation>期限を設定…</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SliceLegend</name>
    <message>
        <source>%1 better</source>
        <translation>%1 改善</translation>
    </message>
    <message>
        <source>%1 worse</source>
        <translation>%1 悪化</translation>
    </message>
    <message>
        <source>largest gap %1 → %2</source>
        <translation>最大の開き %1 → %2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SliceTable</name>
    <message>
        <source>Slices</source>
        <translation>スライス</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>スライス</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Δ</source>
        <translation>Δ</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n rows</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>too few rows to be judged</source>
        <translation>行が少なく判定できません</translation>
    </message>
    <message>
        <source>%1 better</source>
        <translation>%1 改善</translation>
    </message>
    <message>
        <source>%1 worse</source>
        <translation>%1 悪化</translation>
    </message>
</context>
<context>
    <name>tatara::ui::Stepper</name>
    <message>
        <source>Steps of the review</source>
        <translation>レビューの段階</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ThresholdPlot</name>
    <message>
        <source>Cost over the decision threshold</source>
        <translation>判定しきい値ごとのコスト</translation>
    </message>
    <message>
        <source>Threshold %1</source>
        <translation>しきい値 %1</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ThresholdView</name>
    <message>
        <source>What the threshold does</source>
        <translation>しきい値の効果</translation>
    </message>
    <message>
        <source>Cost of a false alarm</source>
        <translation>誤検知のコスト</translation>
    </message>
    <message>
        <source>Cost of a miss</source>
        <translation>見逃しのコスト</translation>
    </message>
    <message>
        <source>A false alarm costs</source>
        <translation>誤検知のコスト</translation>
    </message>
    <message>
        <source>a miss costs</source>
        <translation>見逃しのコスト</translation>
    </message>
    <message>
        <source>%1 costs least at %2</source>
        <translation>%1 のコストは %2 で最小</translation>
    </message>
    <message>
        <source>From %1 on</source>
        <translation>%1 以上で陽性</translation>
    </message>
    <message>
        <source>Cost of a row</source>
        <translation>1 行あたりのコスト</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>適合率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>再現率</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>誤検知</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>見逃し</translation>
    </message>
</context>
<context>
    <name>tatara::ui::WeakSliceTable</name>
    <message>
        <source>Weak slices</source>
        <translation>弱いスライス</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 times the loss of all other rows</source>
        <translation>ほかの行の損失の %1 倍</translation>
    </message>
    <message>
        <source> and </source>
        <translation> かつ </translation>
    </message>
    <message>
        <source>Found weak, unasked</source>
        <translation>見つかった弱いスライス</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>ほかの行</translation>
    </message>
</context>
</TS>
