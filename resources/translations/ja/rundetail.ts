<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Phrase</name>
    <message>
        <source>The bytes of %1 cannot be read; run tatara verify</source>
        <translation>%1 のデータを読み取れません。「tatara verify」で調べてください</translation>
    </message>
    <message>
        <source>%1 is not a picture that can be shown, or larger than 64 megapixels</source>
        <translation>%1 は表示できる画像ではないか、6400 万画素を超えています</translation>
    </message>
    <message>
        <source>%1 could not be decoded: %2</source>
        <translation>%1 を画像として読み取れません：%2</translation>
    </message>
    <message>
        <source>There is no run %1 in this workspace</source>
        <translation>このワークスペースに実行 %1 はありません</translation>
    </message>
    <message>
        <source>The artifacts of %1 are not in this workspace</source>
        <translation>%1 のアーティファクトはこのワークスペースにありません</translation>
    </message>
    <message>
        <source>%1 is not what a training records</source>
        <translation>%1 は学習が記録した形ではありません</translation>
    </message>
    <message>
        <source>The run predicted the row %1, which its data does not have</source>
        <translation>実行が予測した %1 行目は、そのデータにありません</translation>
    </message>
    <message>
        <source>The trace %1 is not in this workspace any more</source>
        <translation>トレース %1 はもうこのワークスペースにありません</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>= baseline</source>
        <translation>= ベースライン</translation>
    </message>
</context>
<context>
    <name>RunLineage</name>
    <message>
        <source>digest %1</source>
        <translation>ダイジェスト %1</translation>
    </message>
    <message>
        <source> on %1</source>
        <translation>（%1）</translation>
    </message>
    <message>
        <source>uncommitted changes</source>
        <translation>未コミットの変更あり</translation>
    </message>
    <message>
        <source>clean tree</source>
        <translation>変更なし</translation>
    </message>
    <message>
        <source>parent run</source>
        <translation>親の実行</translation>
    </message>
    <message>
        <source>this run</source>
        <translation>この実行</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>シード %1</translation>
    </message>
    <message>
        <source>logged model</source>
        <translation>記録されたモデル</translation>
    </message>
    <message>
        <source>registered %1</source>
        <translation>登録 %1</translation>
    </message>
</context>
<context>
    <name>TraceText</name>
    <message>
        <source>Only the beginning is shown; Copy as JSON gives all of it.</source>
        <translation>先頭だけを表示しています。「JSON としてコピー」ですべてを取り出せます。</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不明</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ArtifactsPage</name>
    <message>
        <source>Saved %1</source>
        <translation>%1 を保存しました</translation>
    </message>
    <message>
        <source>Saving the artifact</source>
        <translation>アーティファクトの保存</translation>
    </message>
    <message>
        <source>Artifacts</source>
        <translation>アーティファクト</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>パスをコピー</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>This run has no artifacts</source>
        <translation>この実行にはアーティファクトがありません</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>ファイルを選んでください</translation>
    </message>
    <message>
        <source>Save artifact</source>
        <translation>アーティファクトを保存</translation>
    </message>
    <message>
        <source>Opening the artifact</source>
        <translation>アーティファクトを開く</translation>
    </message>
    <message>
        <source>Open in editor</source>
        <translation>エディタで開く</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CodePage</name>
    <message>
        <source>Run id</source>
        <translation>実行 ID</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>User</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Artifacts</source>
        <translation>アーティファクト</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>環境</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Uncommitted changes</source>
        <translation>未コミットの変更</translation>
    </message>
</context>
<context>
    <name>tatara::ui::FactModel</name>
    <message>
        <source>same</source>
        <translation>同じ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>この実行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::FileList</name>
    <message>
        <source>Artifacts</source>
        <translation>アーティファクト</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineageList</name>
    <message>
        <source>Lineage</source>
        <translation>来歴</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LogsPage</name>
    <message>
        <source>Log file</source>
        <translation>ログファイル</translation>
    </message>
    <message>
        <source>Only lines that contain</source>
        <translation>次を含む行のみ</translation>
    </message>
    <message>
        <source>last %1 of %2</source>
        <translation>%2 のうち末尾の %1</translation>
    </message>
</context>
<context>
    <name>tatara::ui::MetricCharts</name>
    <message>
        <source>Search metrics</source>
        <translation>メトリクスを検索</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Relative time</source>
        <translation>相対時間</translation>
    </message>
    <message>
        <source>Wall time</source>
        <translation>実時刻</translation>
    </message>
    <message>
        <source>X axis</source>
        <translation>X 軸</translation>
    </message>
    <message numerus="yes">
        <source>%n metric(s)</source>
        <translation>
            <numerusform>メトリクス %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>さらに %n 個を表示</numerusform>
        </translation>
    </message>
    <message>
        <source>Round</source>
        <translation>ラウンド</translation>
    </message>
</context>
<context>
    <name>tatara::ui::OverviewPage</name>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>学習曲線</translation>
    </message>
    <message>
        <source>Predicted and actual</source>
        <translation>予測と実測</translation>
    </message>
    <message>
        <source>Residuals by prediction</source>
        <translation>予測値ごとの残差</translation>
    </message>
    <message>
        <source>Feature importance</source>
        <translation>特徴量の重要度</translation>
    </message>
    <message>
        <source>actual − predicted · box p25–p75, line p5–p95</source>
        <translation>実測 − 予測 · 箱 p25–p75、線 p5–p95</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>計算資源</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>来歴</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Changed first</source>
        <translation>変更を先に</translation>
    </message>
    <message>
        <source>A–Z</source>
        <translation>A–Z</translation>
    </message>
    <message>
        <source>All parameters</source>
        <translation>すべてのパラメータ</translation>
    </message>
    <message>
        <source>Artifacts</source>
        <translation>アーティファクト</translation>
    </message>
    <message>
        <source>run time</source>
        <translation>実行時間</translation>
    </message>
    <message>
        <source>model size</source>
        <translation>モデルサイズ</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基準</translation>
    </message>
    <message>
        <source>No metric yet; the curve grows here as the run logs</source>
        <translation>メトリクスはまだありません。実行が記録するとここに曲線が伸びます</translation>
    </message>
    <message>
        <source>This run logged no metric</source>
        <translation>この実行はメトリクスを記録していません</translation>
    </message>
    <message>
        <source>, by boosting round</source>
        <translation>、ブースティングのラウンドごと</translation>
    </message>
    <message>
        <source>, by step</source>
        <translation>、ステップごと</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>ラウンド</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>train</source>
        <translation>訓練</translation>
    </message>
    <message>
        <source>best round %1 · %2</source>
        <translation>最良ラウンド %1 · %2</translation>
    </message>
    <message>
        <source>best step %1 · %2</source>
        <translation>最良ステップ %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>予測</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ParametersPage</name>
    <message>
        <source>Search parameters</source>
        <translation>パラメータを検索</translation>
    </message>
    <message>
        <source>Changed first</source>
        <translation>変更を先に</translation>
    </message>
    <message>
        <source>A–Z</source>
        <translation>A–Z</translation>
    </message>
    <message>
        <source>%1 of %2 differ from the baseline</source>
        <translation>%2 個中 %1 個がベースラインと異なります</translation>
    </message>
    <message numerus="yes">
        <source>%n parameter(s)</source>
        <translation>
            <numerusform>パラメータ %n 個</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::PreviewPane</name>
    <message>
        <source>first %1 of %2</source>
        <translation>%2 のうち先頭の %1</translation>
    </message>
    <message>
        <source>first %1 rows</source>
        <translation>先頭の %1 行</translation>
    </message>
    <message>
        <source>Flavours</source>
        <translation>フレーバー</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>%1 has no preview; save it to look at it elsewhere</source>
        <translation>%1 はプレビューできません。保存してほかで開いてください</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReproduceSheet</name>
    <message>
        <source>Train %1 again</source>
        <translation>%1 を再学習</translation>
    </message>
    <message>
        <source>The same data (found by its digest), parameters, split and seed are trained once more, as a run below this one. Then metrics, predictions and model files are held against what they were.</source>
        <translation>同じデータ（ダイジェストで特定）、パラメータ、分割、シードでもう一度学習し、この実行の下の実行として記録します。その後、メトリクス、予測、モデルファイルを元のものと比べます。</translation>
    </message>
    <message>
        <source>How far metrics and predictions may differ</source>
        <translation>メトリクスと予測の許容差</translation>
    </message>
    <message>
        <source>A share such as 0.001 or 0.1%; within it, it counts as the same</source>
        <translation>0.001 や 0.1% のような割合。これ以内なら同じとみなします</translation>
    </message>
    <message>
        <source>Keep the verdict as evidence of %1</source>
        <translation>判定を %1 の根拠として残す</translation>
    </message>
    <message>
        <source>Gates and reviews ask it; a review that was opened on other evidence has to be opened again</source>
        <translation>ゲートとレビューが参照します。別の根拠で開かれたレビューは開き直す必要があります</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>再学習</translation>
    </message>
    <message>
        <source>Write a share such as 0.001 or 0.1%</source>
        <translation>0.001 や 0.1% のような割合を入力してください</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ReproductionSheet</name>
    <message>
        <source>%1 trained again came out exactly the same</source>
        <translation>%1 は再学習で完全に一致しました</translation>
    </message>
    <message>
        <source>%1 trained again came out the same within tolerance</source>
        <translation>%1 は再学習で許容差内で一致しました</translation>
    </message>
    <message>
        <source>%1 trained again came out different</source>
        <translation>%1 は再学習で異なる結果になりました</translation>
    </message>
    <message>
        <source>%1 could not be trained again</source>
        <translation>%1 は再学習できませんでした</translation>
    </message>
    <message>
        <source>Trained again</source>
        <translation>再学習の結果</translation>
    </message>
    <message>
        <source>Both runs are being compared…</source>
        <translation>二つの実行を比べています…</translation>
    </message>
    <message>
        <source>Open the first run</source>
        <translation>元の実行を開く</translation>
    </message>
    <message>
        <source>Open the repetition</source>
        <translation>再学習した実行を開く</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>再学習</translation>
    </message>
    <message>
        <source>What is another around it</source>
        <translation>環境の違い</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunDetailPanel</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Rename run…</source>
        <translation>実行の名前を変更…</translation>
    </message>
    <message>
        <source>Edit note of run…</source>
        <translation>実行のメモを編集…</translation>
    </message>
    <message>
        <source>Edit tags of run…</source>
        <translation>実行のタグを編集…</translation>
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
        <source>Copy run as Python</source>
        <translation>実行を Python としてコピー</translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation>実行の読み込み</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
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
        <source>Artifacts</source>
        <translation>アーティファクト</translation>
    </message>
    <message>
        <source>Code and environment</source>
        <translation>コードと環境</translation>
    </message>
    <message>
        <source>System</source>
        <translation>システム</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Restoring the run</source>
        <translation>実行の復元</translation>
    </message>
    <message>
        <source>This run is deleted</source>
        <translation>この実行は削除されています</translation>
    </message>
    <message>
        <source>This run failed</source>
        <translation>この実行は失敗しました</translation>
    </message>
    <message>
        <source>This run was stopped</source>
        <translation>この実行は停止されました</translation>
    </message>
    <message>
        <source> after %1</source>
        <translation>（%1 後）</translation>
    </message>
    <message>
        <source>Open logs</source>
        <translation>ログを開く</translation>
    </message>
    <message>
        <source>Reading runs</source>
        <translation>実行の読み込み</translation>
    </message>
    <message>
        <source>No baseline</source>
        <translation>ベースラインなし</translation>
    </message>
    <message>
        <source>Make this run the baseline</source>
        <translation>この実行をベースラインにする</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>名前を変更…</translation>
    </message>
    <message>
        <source>Edit tags…</source>
        <translation>タグを編集…</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>ID をコピー</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Python としてコピー</translation>
    </message>
    <message>
        <source>Open in new window</source>
        <translation>新しいウィンドウで開く</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Rename run</source>
        <translation>実行の名前を変更</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>A run needs a name</source>
        <translation>実行には名前が必要です</translation>
    </message>
    <message>
        <source>Renaming the run</source>
        <translation>実行の名前の変更</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>What should be known of this run</source>
        <translation>この実行について知っておくべきこと</translation>
    </message>
    <message>
        <source>Save note</source>
        <translation>メモを保存</translation>
    </message>
    <message>
        <source>Saving the note</source>
        <translation>メモの保存</translation>
    </message>
    <message>
        <source>Saving the tags</source>
        <translation>タグの保存</translation>
    </message>
    <message>
        <source>Deleting the run</source>
        <translation>実行の削除</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 を削除しました</translation>
    </message>
    <message>
        <source>Experiments</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>トレース</translation>
    </message>
    <message>
        <source>Register model…</source>
        <translation>モデルを登録…</translation>
    </message>
    <message>
        <source>Compare with what it repeats…</source>
        <translation>再現元と比べる…</translation>
    </message>
    <message>
        <source>Reproduce run…</source>
        <translation>実行を再現…</translation>
    </message>
    <message>
        <source>Stop run…</source>
        <translation>実行を停止…</translation>
    </message>
    <message>
        <source>The run is still under way</source>
        <translation>この実行はまだ実行中です</translation>
    </message>
    <message>
        <source>The run does not record how it was trained: Tatara did not train it</source>
        <translation>この実行には学習方法の記録がありません（Tatara で学習していません）</translation>
    </message>
    <message>
        <source>Training %1 again</source>
        <translation>%1 を再学習しています</translation>
    </message>
    <message>
        <source>The program that logs this run cannot be asked; stop it where it runs</source>
        <translation>この実行を記録しているプログラムには停止を依頼できません。動いている場所で止めてください</translation>
    </message>
    <message>
        <source>The run has ended</source>
        <translation>この実行は終了しています</translation>
    </message>
    <message>
        <source>Mark %1 as stopped?</source>
        <translation>%1 を停止済みにしますか？</translation>
    </message>
    <message>
        <source>It was asked to stop and has not answered. If its process has gone, the run is marked as stopped; a process that still trains would go on.</source>
        <translation>停止を依頼しましたが応答がありません。プロセスが既に無ければ、この実行を停止済みにします。まだ学習中のプロセスがあれば、それは続きます。</translation>
    </message>
    <message>
        <source>Mark as stopped</source>
        <translation>停止済みにする</translation>
    </message>
    <message>
        <source>Stop %1?</source>
        <translation>%1 を停止しますか？</translation>
    </message>
    <message>
        <source>It ends after the round it is at and keeps everything logged so far; training cannot go on from there.</source>
        <translation>今のラウンドの後で終わり、それまでの記録はすべて残ります。そこから学習を続けることはできません。</translation>
    </message>
    <message>
        <source>Stop run</source>
        <translation>実行を停止</translation>
    </message>
    <message>
        <source>Marking the run as stopped</source>
        <translation>実行を停止済みにする処理</translation>
    </message>
    <message>
        <source>Stopping the run</source>
        <translation>実行の停止</translation>
    </message>
    <message>
        <source>%1 was asked to stop</source>
        <translation>%1 に停止を依頼しました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunHeader</name>
    <message>
        <source>Choose a baseline</source>
        <translation>ベースラインを選ぶ</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>メモを追加</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除済み</translation>
    </message>
    <message>
        <source>Deltas against %1</source>
        <translation>%1 との差</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>メモを編集</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>残り約 %1</translation>
    </message>
    <message>
        <source>Register model</source>
        <translation>モデルを登録</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Reproduce</source>
        <translation>再現</translation>
    </message>
    <message>
        <source>Mark as stopped</source>
        <translation>停止済みにする</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SliceCard</name>
    <message>
        <source>Worst slices</source>
        <translation>最も弱いスライス</translation>
    </message>
    <message>
        <source>The data that this run learned from is not there any more</source>
        <translation>この実行の学習データはもうありません</translation>
    </message>
    <message>
        <source>Its data is %1 and would be read whole</source>
        <translation>データは %1 あり、全体を読み込みます</translation>
    </message>
    <message>
        <source>Find worst slices</source>
        <translation>弱いスライスを探す</translation>
    </message>
    <message>
        <source>No part of the held-out rows is clearly worse than the rest; %1 were looked at</source>
        <translation>検証行のうち明らかに悪い部分はありません（%1 個を調べました）</translation>
    </message>
    <message>
        <source>validation, sorted by %1, of %2 looked at</source>
        <translation>検証、%1 順、調べた %2 個のうち</translation>
    </message>
    <message>
        <source>Parts of the held-out rows by one column or two whose errors are clearly greater than those of all others; the mark is the baseline on the same rows, else the mean of all rows</source>
        <translation>検証行を 1 列か 2 列で分けたうち、誤差がほかのすべての行より明らかに大きい部分です。縦線は同じ行でのベースライン、なければ全行の平均です</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SliceChart</name>
    <message>
        <source>MAE</source>
        <translation>MAE</translation>
    </message>
    <message>
        <source>log loss</source>
        <translation>対数損失</translation>
    </message>
    <message>
        <source>error rate</source>
        <translation>誤り率</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>スライス</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>%1 of all other rows</source>
        <translation>ほかの全行の %1</translation>
    </message>
    <message>
        <source>%1 of the baseline</source>
        <translation>ベースラインの %1</translation>
    </message>
    <message>
        <source>Δ baseline</source>
        <translation>Δ ベースライン</translation>
    </message>
    <message>
        <source>0 to %1</source>
        <translation>0〜%1</translation>
    </message>
    <message numerus="yes">
        <source>%n more; enlarge the card to see them</source>
        <translation>
            <numerusform>ほか %n 個。カードを広げると見えます</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2, of all other rows %3</source>
        <translation>%1 %2、ほかの全行では %3</translation>
    </message>
    <message>
        <source>the baseline here %1</source>
        <translation>ここでのベースライン %1</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SpanModel</name>
    <message>
        <source>after %1 for %2</source>
        <translation>開始 %1 後から %2</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>スパン</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>Timeline, %1</source>
        <translation>タイムライン、%1</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>タイムライン</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SpanTreeView</name>
    <message>
        <source>Spans</source>
        <translation>スパン</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SparkList</name>
    <message>
        <source>Compute</source>
        <translation>計算資源</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TagSheet</name>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Add tag</source>
        <translation>タグを追加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Save tags</source>
        <translation>タグを保存</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Remove tag</source>
        <translation>タグを外す</translation>
    </message>
    <message>
        <source>The key %1 is there twice</source>
        <translation>キー %1 が重複しています</translation>
    </message>
    <message>
        <source>Keys that begin with mlflow. or tatara. belong to programs</source>
        <translation>mlflow. または tatara. で始まるキーはプログラム用です</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TraceModel</name>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TraceTable</name>
    <message>
        <source>Traces</source>
        <translation>トレース</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TraceView</name>
    <message>
        <source>%1 tokens (%2 in, %3 out)</source>
        <translation>トークン %1（入力 %2、出力 %3）</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>JSON としてコピー</translation>
    </message>
    <message>
        <source>Inputs and outputs</source>
        <translation>入力と出力</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Part of the span</source>
        <translation>スパンの表示内容</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>出力</translation>
    </message>
    <message numerus="yes">
        <source>%n spans</source>
        <translation>
            <numerusform>スパン %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more spans are not shown</source>
        <translation>
            <numerusform>さらに %n 件のスパンは表示していません</numerusform>
        </translation>
    </message>
    <message>
        <source>This trace has no spans</source>
        <translation>このトレースにはスパンがありません</translation>
    </message>
    <message>
        <source>This span failed</source>
        <translation>このスパンは失敗しました</translation>
    </message>
    <message>
        <source>None were recorded</source>
        <translation>記録されていません</translation>
    </message>
    <message>
        <source>Span ID</source>
        <translation>スパン ID</translation>
    </message>
    <message>
        <source>Nothing happened in this span</source>
        <translation>このスパンにイベントはありません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TracesPage</name>
    <message>
        <source>Search in names, requests and answers</source>
        <translation>名前、リクエスト、応答を検索</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>この実行</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Traces of</source>
        <translation>トレースの範囲</translation>
    </message>
    <message>
        <source>No trace matches “%1”</source>
        <translation>「%1」に一致するトレースはありません</translation>
    </message>
    <message>
        <source>Names, requests, answers and ids are searched.</source>
        <translation>名前、リクエスト、応答、ID を検索します。</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>検索を消去</translation>
    </message>
    <message>
        <source>This run has no traces</source>
        <translation>この実行にはトレースがありません</translation>
    </message>
    <message>
        <source>Its experiment has some: programs that traced outside of a run.</source>
        <translation>実験には、実行の外で記録されたトレースがあります。</translation>
    </message>
    <message>
        <source>Show those</source>
        <translation>それらを表示</translation>
    </message>
    <message>
        <source>There are no traces any more</source>
        <translation>トレースはもうありません</translation>
    </message>
    <message>
        <source>What mlflow.trace or an OpenTelemetry exporter sends appears here.</source>
        <translation>mlflow.trace や OpenTelemetry エクスポーターが送ったものがここに現れます。</translation>
    </message>
    <message>
        <source>newest %1 of %2 traces</source>
        <translation>%2 件中、新しい %1 件のトレース</translation>
    </message>
    <message numerus="yes">
        <source>%n traces</source>
        <translation>
            <numerusform>トレース %n 件</numerusform>
        </translation>
    </message>
</context>
</TS>
