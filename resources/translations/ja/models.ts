<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>VersionText</name>
    <message>
        <source>Not complete</source>
        <translation>未完了</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>ステージング</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>本番</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LineageStrip</name>
    <message>
        <source>Lineage</source>
        <translation>系譜</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ModelList</name>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message numerus="yes">
        <source>%n versions</source>
        <translation>
            <numerusform>%n バージョン</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ModelPage</name>
    <message>
        <source>Compare runs</source>
        <translation>ランを比較</translation>
    </message>
    <message>
        <source>Set champion</source>
        <translation>チャンピオンにする</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Over the versions</source>
        <translation>バージョンごとの推移</translation>
    </message>
    <message>
        <source>About</source>
        <translation>概要</translation>
    </message>
    <message numerus="yes">
        <source>%n versions</source>
        <translation>
            <numerusform>%n バージョン</numerusform>
        </translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Δ champion</source>
        <translation>Δ チャンピオン</translation>
    </message>
    <message>
        <source>Change of %1 from version %2</source>
        <translation>バージョン %2 からの %1 の変化</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>ラン</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>コミット</translation>
    </message>
    <message>
        <source>By</source>
        <translation>登録者</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>登録</translation>
    </message>
    <message>
        <source>metrics of the newest %1</source>
        <translation>新しい %1 件のメトリクス</translation>
    </message>
    <message>
        <source>metrics are the last values of each version&apos;s run</source>
        <translation>メトリクスは各バージョンのランの最終値</translation>
    </message>
    <message>
        <source>%1 over the versions</source>
        <translation>バージョンごとの %1</translation>
    </message>
    <message>
        <source>lower is better</source>
        <translation>低いほど良い</translation>
    </message>
    <message>
        <source>higher is better</source>
        <translation>高いほど良い</translation>
    </message>
    <message>
        <source>%1 · dashed: champion</source>
        <translation>%1 · 破線：チャンピオン</translation>
    </message>
    <message>
        <source>No description yet</source>
        <translation>説明はまだありません</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Mark two versions whose runs are in this workspace</source>
        <translation>このワークスペースにランがあるバージョンを 2 つ選んでください</translation>
    </message>
    <message>
        <source>Set v%1 as champion</source>
        <translation>v%1 をチャンピオンにする</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>Version %1 is the champion</source>
        <translation>バージョン %1 がチャンピオンです</translation>
    </message>
    <message>
        <source>Choose one version</source>
        <translation>バージョンを 1 つ選んでください</translation>
    </message>
    <message>
        <source>Aliases</source>
        <translation>エイリアス</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ModelsPanel</name>
    <message>
        <source>Filter models</source>
        <translation>モデルを絞り込む</translation>
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
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Back to the model</source>
        <translation>モデルに戻る</translation>
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
        <source>Compare the runs of marked versions</source>
        <translation>選んだバージョンのランを比較</translation>
    </message>
    <message>
        <source>Edit description…</source>
        <translation>説明を編集…</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>モデルはまだありません</translation>
    </message>
    <message>
        <source>Register one from a run: mlflow.register_model, or log_model with registered_model_name</source>
        <translation>ランから登録します：mlflow.register_model、または registered_model_name 付きの log_model</translation>
    </message>
    <message>
        <source>Open experiments</source>
        <translation>実験を開く</translation>
    </message>
    <message>
        <source>Moving the alias</source>
        <translation>エイリアスの移動</translation>
    </message>
    <message>
        <source>Alias moved back</source>
        <translation>エイリアスを元に戻しました</translation>
    </message>
    <message>
        <source>Replace v%1 as champion?</source>
        <translation>チャンピオン v%1 を置き換えますか？</translation>
    </message>
    <message>
        <source>Set v%1 as champion?</source>
        <translation>v%1 をチャンピオンにしますか？</translation>
    </message>
    <message>
        <source>models:/%1@%2 will then be version %3. Whatever loads the model by this alias gets it from then on; the act is recorded.</source>
        <translation>models:/%1@%2 はバージョン %3 になります。このエイリアスで読み込むものは以後これを使います。操作は記録されます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Set v%1 as champion</source>
        <translation>v%1 をチャンピオンにする</translation>
    </message>
    <message>
        <source>v%1 is champion</source>
        <translation>v%1 がチャンピオンになりました</translation>
    </message>
    <message>
        <source>Add an alias to v%1</source>
        <translation>v%1 にエイリアスを追加</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>エイリアス</translation>
    </message>
    <message>
        <source>Letters, digits, - and _; it moves here from another version</source>
        <translation>英数字、- と _。他のバージョンにあれば、ここへ移ります</translation>
    </message>
    <message>
        <source>Add alias</source>
        <translation>エイリアスを追加</translation>
    </message>
    <message>
        <source>An alias needs a name</source>
        <translation>エイリアスには名前が必要です</translation>
    </message>
    <message>
        <source>@%1 is v%2</source>
        <translation>@%1 は v%2 になりました</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saving the description</source>
        <translation>説明の保存</translation>
    </message>
    <message>
        <source>Rename model</source>
        <translation>モデル名の変更</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Programs that load the model by its old name will not find it</source>
        <translation>古い名前で読み込むプログラムは、見つけられなくなります</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前を変更</translation>
    </message>
    <message>
        <source>A model needs a name</source>
        <translation>モデルには名前が必要です</translation>
    </message>
    <message>
        <source>Renaming the model</source>
        <translation>モデル名の変更</translation>
    </message>
    <message>
        <source>Delete %1 v%2?</source>
        <translation>%1 v%2 を削除しますか？</translation>
    </message>
    <message>
        <source>Its aliases fall. The run and its files stay; the number is not used again.</source>
        <translation>エイリアスは外れます。ランとファイルは残り、番号は再利用されません。</translation>
    </message>
    <message>
        <source>Delete version</source>
        <translation>バージョンを削除</translation>
    </message>
    <message>
        <source>Deleting the version</source>
        <translation>バージョンの削除</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>名前を変更…</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>名前をコピー</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
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
        <source>Add alias…</source>
        <translation>エイリアスを追加…</translation>
    </message>
    <message>
        <source>Remove @%1</source>
        <translation>@%1 を外す</translation>
    </message>
    <message>
        <source>@%1 removed</source>
        <translation>@%1 を外しました</translation>
    </message>
    <message>
        <source>Copy URI</source>
        <translation>URI をコピー</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Python としてコピー</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>コピーを保存</translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionChart</name>
    <message>
        <source>No version&apos;s run logged a metric</source>
        <translation>メトリクスを記録したランがありません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionPage</name>
    <message>
        <source>Summary</source>
        <translation>要約</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>シグネチャ</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>系譜</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>from the data to what uses it</source>
        <translation>データから利用先まで</translation>
    </message>
    <message>
        <source>every act on this version; entries are never changed</source>
        <translation>このバージョンへのすべての操作。記録は変更されません</translation>
    </message>
    <message>
        <source>Set as champion</source>
        <translation>チャンピオンにする</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Load it in Python</source>
        <translation>Python で読み込む</translation>
    </message>
    <message>
        <source>Parameters of the run</source>
        <translation>ランのパラメータ</translation>
    </message>
    <message>
        <source>No description yet</source>
        <translation>説明はまだありません</translation>
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
        <source>registered %1</source>
        <translation>登録 %1</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>ラン %1</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>%1 %2 against v%3</source>
        <translation>v%3 比 %1 %2</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n ファイル</numerusform>
        </translation>
    </message>
    <message>
        <source>required</source>
        <translation>必須</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message numerus="yes">
        <source>%n inputs</source>
        <translation>
            <numerusform>入力 %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>The MLmodel file cannot be read: %1</source>
        <translation>MLmodel ファイルを読めません：%1</translation>
    </message>
    <message>
        <source>The model was logged without a signature; log it with input_example or signature</source>
        <translation>シグネチャなしで記録されています。input_example か signature を付けて記録してください</translation>
    </message>
    <message>
        <source>There is no MLmodel file among this version&apos;s files</source>
        <translation>このバージョンのファイルに MLmodel がありません</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>側</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>要否</translation>
    </message>
    <message>
        <source>Enter saves a copy</source>
        <translation>Enter でコピーを保存</translation>
    </message>
    <message>
        <source>this version has no files</source>
        <translation>このバージョンにファイルはありません</translation>
    </message>
    <message>
        <source>its files are not in this workspace: %1</source>
        <translation>ファイルはこのワークスペースにありません：%1</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>digest %1</source>
        <translation>ダイジェスト %1</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>コミット</translation>
    </message>
    <message>
        <source>with uncommitted changes</source>
        <translation>未コミットの変更あり</translation>
    </message>
    <message>
        <source>clean tree</source>
        <translation>変更なし</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>ラン</translation>
    </message>
    <message>
        <source>Logged model</source>
        <translation>記録済みモデル</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>エイリアス</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
</context>
</TS>
