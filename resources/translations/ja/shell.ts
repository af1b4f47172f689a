<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Phrase</name>
    <message>
        <source>No such file or directory</source>
        <translation>そのようなファイルやフォルダーはありません</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>許可がありません</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>許可されていない操作です</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>読み取り専用のファイルシステムです</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>ディスクに空きがありません</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>ディスクの割り当てを超えました</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>ファイルがすでにあります</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>ファイルが大きすぎます</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>ファイル名が長すぎます</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>入出力エラーです</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>フォルダーです</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>フォルダーではありません</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>フォルダーが空ではありません</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>シンボリックリンクの段が深すぎます</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>開いているファイルが多すぎます</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 に書き込めません</translation>
    </message>
    <message>
        <source>The file %1 cannot be made</source>
        <translation>ファイル %1 を作れません</translation>
    </message>
    <message>
        <source>The file %1 cannot be written</source>
        <translation>ファイル %1 を書き出せません</translation>
    </message>
    <message>
        <source>The copy of the store cannot be given its name: %1</source>
        <translation>ストアの控えに名前を付けられません：%1</translation>
    </message>
    <message>
        <source>copying the store before its migration</source>
        <translation>移行前のストアの複製</translation>
    </message>
    <message>
        <source>bringing the store up to date</source>
        <translation>ストアの移行</translation>
    </message>
    <message>
        <source>The store could not be written; nothing was changed</source>
        <translation>ストアに書き込めませんでした。何も変更されていません</translation>
    </message>
    <message>
        <source>%1 is a database of another program, not a Tatara store</source>
        <translation>%1 は別のプログラムのデータベースで、Tatara のストアではありません</translation>
    </message>
    <message>
        <source>The store was written by a newer Tatara (schema %1; this program knows %2); update Tatara to open it</source>
        <translation>このストアはより新しい Tatara で書かれています（スキーマ %1、このプログラムは %2 まで）。開くには Tatara を更新してください</translation>
    </message>
    <message>
        <source>The store %1 is damaged and cannot be opened; put a backup in its place</source>
        <translation>ストア %1 は壊れていて開けません。控えから戻してください</translation>
    </message>
    <message>
        <source>opening the store %1</source>
        <translation>ストア %1 を開けません</translation>
    </message>
    <message>
        <source>The workspace %1 has no store</source>
        <translation>ワークスペース %1 にストアがありません</translation>
    </message>
    <message>
        <source>making the store %1</source>
        <translation>ストア %1 を作れません</translation>
    </message>
    <message>
        <source>The workspace is read-only; nothing was changed</source>
        <translation>ワークスペースは読み取り専用です。何も変更されていません</translation>
    </message>
    <message>
        <source>copying the store</source>
        <translation>ストアの複製</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made</source>
        <translation>フォルダー %1 を作れません</translation>
    </message>
    <message>
        <source>There is no group &quot;%1&quot; on this machine; &quot;groups&quot; lists those you belong to</source>
        <translation>このコンピューターにグループ「%1」はありません。所属するグループは「groups」で分かります</translation>
    </message>
    <message>
        <source>The folder %1 cannot be given to the group %2</source>
        <translation>フォルダー %1 をグループ %2 のものにできません</translation>
    </message>
    <message>
        <source>The folder&apos;s name cannot be used</source>
        <translation>このフォルダー名は使えません</translation>
    </message>
    <message>
        <source>The workspace&apos;s settings %1 cannot be read</source>
        <translation>ワークスペースの設定 %1 を読み取れません</translation>
    </message>
    <message>
        <source>%1; ask its owner to let you read it</source>
        <translation>%1。所有者に読み取りの許可を求めてください</translation>
    </message>
    <message>
        <source>%1; put back a file that can be read, &quot;version: 1&quot; is enough</source>
        <translation>%1。読み取れるファイルに戻してください。「version: 1」だけで足ります</translation>
    </message>
    <message>
        <source>%1 is a workspace already</source>
        <translation>%1 はすでにワークスペースです</translation>
    </message>
    <message>
        <source>%1 is a file; name a folder</source>
        <translation>%1 はファイルです。フォルダーを指定してください</translation>
    </message>
    <message>
        <source>A workspace cannot be on a network file system: choose a folder on a disk of this machine</source>
        <translation>ネットワークのファイルシステムにはワークスペースを置けません。このコンピューターのディスクにあるフォルダーを選んでください</translation>
    </message>
    <message>
        <source>There is no folder %1</source>
        <translation>フォルダー %1 がありません</translation>
    </message>
    <message>
        <source>%1 is not a workspace; `tatara init` makes one there</source>
        <translation>%1 はワークスペースではありません。`tatara init` でそこに作れます</translation>
    </message>
    <message>
        <source>A workspace cannot be on a network file system: copy it to a disk of this machine</source>
        <translation>ネットワークのファイルシステムにはワークスペースを置けません。このコンピューターのディスクにコピーしてください</translation>
    </message>
    <message>
        <source>Invalid path</source>
        <translation>パスが正しくありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a file already</source>
        <translation>「%1」はすでにファイルとしてあります</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a folder already</source>
        <translation>「%1」はすでにフォルダーとしてあります</translation>
    </message>
    <message>
        <source>endpoint</source>
        <translation>エンドポイント</translation>
    </message>
    <message>
        <source>The files in %1 are needed: the %2 &quot;%3&quot; serves them or would go back to them</source>
        <translation>%1 のファイルは必要です。%2「%3」が配信に使っているか、戻る先にしています</translation>
    </message>
    <message>
        <source>There is no artifact %1</source>
        <translation>アーティファクト %1 はありません</translation>
    </message>
    <message>
        <source>The artifact %1 is too large to be shown here</source>
        <translation>アーティファクト %1 は大きすぎてここには表示できません</translation>
    </message>
    <message>
        <source>The file %1 exists; name another</source>
        <translation>ファイル %1 はすでにあります。別の名前にしてください</translation>
    </message>
    <message>
        <source>The file %1 cannot be replaced</source>
        <translation>ファイル %1 を置き換えられません</translation>
    </message>
    <message>
        <source>The folder for artifacts cannot be made</source>
        <translation>アーティファクトのフォルダーを作れません</translation>
    </message>
    <message>
        <source>The artifact cannot be written</source>
        <translation>アーティファクトを書き込めません</translation>
    </message>
    <message>
        <source>The artifact cannot be put in its place</source>
        <translation>アーティファクトを所定の場所に置けません</translation>
    </message>
    <message>
        <source>The file %1 cannot be read</source>
        <translation>ファイル %1 を読み取れません</translation>
    </message>
    <message>
        <source>%1 is not a regular file</source>
        <translation>%1 は通常のファイルではありません</translation>
    </message>
    <message>
        <source>The metric was sealed anew while it was being read</source>
        <translation>読み取りの途中でメトリクスがまとめ直されました</translation>
    </message>
    <message>
        <source>An experiment needs a name</source>
        <translation>実験には名前が必要です</translation>
    </message>
    <message>
        <source>&apos;Experiment name&apos; exceeds the maximum length of 500 characters</source>
        <translation>実験の名前は 500 文字までです</translation>
    </message>
    <message>
        <source>Experiment(name=%1) already exists. It is deleted: restore it, or choose another name.</source>
        <translation>実験「%1」はすでにあり、削除されています。復元するか、別の名前を選んでください</translation>
    </message>
    <message>
        <source>Experiment(name=%1) already exists.</source>
        <translation>実験「%1」はすでにあります</translation>
    </message>
    <message>
        <source>Cannot rename a non-active experiment.</source>
        <translation>削除された実験の名前は変えられません</translation>
    </message>
    <message>
        <source>&apos;Experiment tag value&apos; exceeds the maximum length of 5000 characters</source>
        <translation>実験のタグの値は 5000 文字までです</translation>
    </message>
    <message>
        <source>No tag with name: %1 in experiment with id %2</source>
        <translation>実験 %2 にタグ %1 はありません</translation>
    </message>
    <message>
        <source>The run %1 must be in the &apos;active&apos; state. Current state is deleted.</source>
        <translation>実行 %1 は削除されています。先に復元してください</translation>
    </message>
    <message>
        <source>The experiment %1 must be in the &apos;active&apos; state. Current state is deleted.</source>
        <translation>実験 %1 は削除されています。先に復元してください</translation>
    </message>
    <message>
        <source>Run with id=%1 not found</source>
        <translation>実行 %1 はありません</translation>
    </message>
    <message>
        <source>No Experiment with id=%1 exists</source>
        <translation>ID が %1 の実験はありません</translation>
    </message>
    <message>
        <source>Logged model with ID &apos;%1&apos; not found.</source>
        <translation>記録されたモデル %1 はありません</translation>
    </message>
    <message>
        <source>A logged model with the id %1 exists already</source>
        <translation>ID が %1 の記録されたモデルはすでにあります</translation>
    </message>
    <message>
        <source>No tag with key &apos;%1&apos; found for logged model with ID &apos;%2&apos;.</source>
        <translation>記録されたモデル %2 にタグ %1 はありません</translation>
    </message>
    <message>
        <source>There is no experiment %1</source>
        <translation>実験 %1 はありません</translation>
    </message>
    <message>
        <source>Several runs are called &quot;%1&quot;; give more of the run id</source>
        <translation>「%1」という実行が複数あります。実行の ID をもう少し長く指定してください</translation>
    </message>
    <message>
        <source>The run %1 has ended already</source>
        <translation>実行 %1 はすでに終了しています</translation>
    </message>
    <message>
        <source>The program that logs the run %1 cannot be asked to stop; end it where it runs</source>
        <translation>実行 %1 を記録しているプログラムには停止を頼めません。動いている場所で終了してください</translation>
    </message>
    <message>
        <source>The run %1 was not asked to stop</source>
        <translation>実行 %1 に停止は頼まれていません</translation>
    </message>
    <message>
        <source>Invalid run ID: &apos;%1&apos;</source>
        <translation>実行の ID「%1」が正しくありません</translation>
    </message>
    <message>
        <source>A run with the id %1 exists already</source>
        <translation>ID が %1 の実行はすでにあります</translation>
    </message>
    <message>
        <source>No tag with name: %1 in run with id %2</source>
        <translation>実行 %2 にタグ %1 はありません</translation>
    </message>
    <message>
        <source>A view needs a name of 1 to 250 characters</source>
        <translation>ビューの名前は 1～250 文字にしてください</translation>
    </message>
    <message>
        <source>The view is too large to be saved</source>
        <translation>ビューが大きすぎて保存できません</translation>
    </message>
    <message>
        <source>reading the spans in traces.json</source>
        <translation>traces.json のスパンを読み取れません</translation>
    </message>
    <message>
        <source>traces.json holds no list of spans</source>
        <translation>traces.json にスパンの一覧がありません</translation>
    </message>
    <message>
        <source>Trace with ID &apos;%1&apos; not found.</source>
        <translation>トレース %1 はありません</translation>
    </message>
    <message>
        <source>No trace tag with key &apos;%1&apos; for trace with ID &apos;%2&apos;</source>
        <translation>トレース %2 にタグ %1 はありません</translation>
    </message>
    <message>
        <source>A metric needs a name</source>
        <translation>メトリクスには名前が必要です</translation>
    </message>
    <message>
        <source>A parameter needs a name</source>
        <translation>パラメータには名前が必要です</translation>
    </message>
    <message>
        <source>A tag needs a name</source>
        <translation>タグには名前が必要です</translation>
    </message>
    <message>
        <source>&apos;Metric name&apos; exceeds the maximum length of 250 characters</source>
        <translation>メトリクスの名前は 250 文字までです</translation>
    </message>
    <message>
        <source>&apos;Param key&apos; exceeds the maximum length of 250 characters</source>
        <translation>パラメータのキーは 250 文字までです</translation>
    </message>
    <message>
        <source>&apos;key&apos; exceeds the maximum length of 250 characters</source>
        <translation>キーは 250 文字までです</translation>
    </message>
    <message>
        <source>Invalid value &quot;%1&quot; for parameter &apos;%2&apos; supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).</source>
        <translation>「%1」は %2 として使えません。使えるのは英数字、アンダースコア (_)、ハイフン (-)、ピリオド (.)、空白、コロン (:)、スラッシュ (/) です</translation>
    </message>
    <message>
        <source>Invalid value &quot;%1&quot; for parameter &apos;%2&apos; supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to &apos;%3&apos;</source>
        <translation>「%1」は %2 として使えません。名前はファイル名として扱われることがあり、別の名前を指してはいけません。この名前は「%3」を指します</translation>
    </message>
    <message>
        <source>The metric has changed while it was being drawn</source>
        <translation>描いている間にメトリクスが変わりました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ConnectCard</name>
    <message>
        <source>A run has arrived</source>
        <translation>実行が届きました</translation>
    </message>
    <message>
        <source>Waiting for first run…</source>
        <translation>最初の実行を待っています…</translation>
    </message>
    <message>
        <source>Start the tracking server, then run your script</source>
        <translation>トラッキングサーバーを起動してから、スクリプトを実行してください</translation>
    </message>
    <message>
        <source>Start tracking server</source>
        <translation>トラッキングサーバーを起動</translation>
    </message>
    <message>
        <source>The tracking server listens on %1</source>
        <translation>トラッキングサーバーは %1 で待ち受けています</translation>
    </message>
    <message>
        <source>Tracking server starting…</source>
        <translation>トラッキングサーバーを起動しています…</translation>
    </message>
</context>
<context>
    <name>tatara::ui::MainWindow</name>
    <message>
        <source>Workspace</source>
        <translation>ワークスペース</translation>
    </message>
    <message>
        <source>Tracking server</source>
        <translation>トラッキングサーバー</translation>
    </message>
    <message>
        <source>This version has no panel for “%1”</source>
        <translation>この版には「%1」を表示するパネルがありません</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>新しいワークスペース…</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>ワークスペースを開く…</translation>
    </message>
    <message>
        <source>Open the example workspace</source>
        <translation>サンプルワークスペースを開く</translation>
    </message>
    <message>
        <source>Import MLflow runs…</source>
        <translation>MLflow の実行を取り込む…</translation>
    </message>
    <message>
        <source>New window</source>
        <translation>新しいウィンドウ</translation>
    </message>
    <message>
        <source>Connect training code…</source>
        <translation>学習コードを接続…</translation>
    </message>
    <message>
        <source>Start tracking server</source>
        <translation>トラッキングサーバーを起動</translation>
    </message>
    <message>
        <source>Stop tracking server</source>
        <translation>トラッキングサーバーを停止</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>ライトとダークを切り替え</translation>
    </message>
    <message>
        <source>Collapse or expand the sidebar</source>
        <translation>サイドバーを折りたたむ／広げる</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>設定…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
    <message>
        <source>About Tatara</source>
        <translation>Tatara について</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>Last panel</source>
        <translation>直前のパネル</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>進む</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>検索またはコマンドを実行</translation>
    </message>
    <message>
        <source>Filter field of the panel</source>
        <translation>パネルのフィルター欄</translation>
    </message>
    <message>
        <source>Next region</source>
        <translation>次の領域</translation>
    </message>
    <message>
        <source>Previous region</source>
        <translation>前の領域</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使ったもの</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>ウィンドウを閉じる</translation>
    </message>
    <message>
        <source>Import MLflow runs</source>
        <translation>MLflow の実行を取り込む</translation>
    </message>
    <message>
        <source>Choose an mlruns folder or an MLflow database. Runs keep their ids and times; what is already here is not brought in twice. You can also drop it onto the window.</source>
        <translation>mlruns フォルダーか MLflow のデータベースを選んでください。実行の ID と時刻はそのまま残り、すでにあるものは二重に取り込まれません。ウィンドウにドロップしても取り込めます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Choose database…</source>
        <translation>データベースを選択…</translation>
    </message>
    <message>
        <source>MLflow database</source>
        <translation>MLflow のデータベース</translation>
    </message>
    <message>
        <source>SQLite databases (*.db *.sqlite)</source>
        <translation>SQLite データベース (*.db *.sqlite)</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>フォルダーを選択…</translation>
    </message>
    <message>
        <source>mlruns folder</source>
        <translation>mlruns フォルダー</translation>
    </message>
    <message>
        <source>Import from %1</source>
        <translation>%1 から取り込み</translation>
    </message>
    <message numerus="yes">
        <source>Close while %n tasks are running?</source>
        <translation>
            <numerusform>%n 件のタスクの実行中に閉じますか？</numerusform>
        </translation>
    </message>
    <message>
        <source>They are cancelled. What they have done so far stays.</source>
        <translation>タスクはキャンセルされます。ここまでの結果は残ります。</translation>
    </message>
    <message>
        <source>Cancel tasks and close</source>
        <translation>タスクをキャンセルして閉じる</translation>
    </message>
    <message>
        <source>The tracking server goes on</source>
        <translation>トラッキングサーバーは動き続けます</translation>
    </message>
    <message>
        <source>Scripts can go on logging to %1. The next window on this workspace finds the server again.</source>
        <translation>スクリプトは引き続き %1 に記録できます。このワークスペースを次に開いたときも同じサーバーにつながります。</translation>
    </message>
    <message>
        <source>Do not say this again</source>
        <translation>今後は表示しない</translation>
    </message>
    <message>
        <source>Stop server and close</source>
        <translation>サーバーを停止して閉じる</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>New run…</source>
        <translation>新しい実行…</translation>
    </message>
    <message>
        <source>What is in %1?</source>
        <translation>%1 の内容は？</translation>
    </message>
    <message>
        <source>MLflow keeps runs in folders and databases; both may hold data as well.</source>
        <translation>MLflow の実行もデータも、フォルダーやデータベースに入っていることがあります。</translation>
    </message>
    <message>
        <source>Open as data</source>
        <translation>データとして開く</translation>
    </message>
    <message>
        <source>Edit tatara.yaml</source>
        <translation>tatara.yaml を編集</translation>
    </message>
    <message>
        <source>Opening tatara.yaml</source>
        <translation>tatara.yaml を開く</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
</context>
<context>
    <name>tatara::ui::NewRunSheet</name>
    <message>
        <source>New run</source>
        <translation>新しい実行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Data to train on</source>
        <translation>学習に使うデータ</translation>
    </message>
    <message>
        <source>Data (*.csv *.tsv *.parquet);;All files (*)</source>
        <translation>データ (*.csv *.tsv *.parquet);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Data file</source>
        <translation>データファイル</translation>
    </message>
    <message>
        <source>Target column</source>
        <translation>目的変数の列</translation>
    </message>
    <message>
        <source>Leave out columns</source>
        <translation>除外する列</translation>
    </message>
    <message>
        <source>Separated by commas</source>
        <translation>コンマ区切り</translation>
    </message>
    <message>
        <source>Keep row identifiers</source>
        <translation>残す行識別子</translation>
    </message>
    <message>
        <source>Left out otherwise</source>
        <translation>指定がなければ除外</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>ランダム</translation>
    </message>
    <message>
        <source>By time</source>
        <translation>時間順</translation>
    </message>
    <message>
        <source>Validates on the latest rows</source>
        <translation>最新の行で検証します</translation>
    </message>
    <message>
        <source>By group</source>
        <translation>グループ別</translation>
    </message>
    <message>
        <source>Keeps the rows of a group together</source>
        <translation>同じグループの行を分けません</translation>
    </message>
    <message>
        <source>Rows to validate</source>
        <translation>検証に使う行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Part of the rows</source>
        <translation>行の割合</translation>
    </message>
    <message>
        <source>XGBoost parameters</source>
        <translation>XGBoost のパラメータ</translation>
    </message>
    <message>
        <source>One a line; several values try every combination</source>
        <translation>1 行に 1 つ。値を並べるとすべての組み合わせを試します</translation>
    </message>
    <message>
        <source>They are trained one after another. Stopping one on its page goes on with the next; cancelling it in the list of tasks leaves out those behind it.</source>
        <translation>順番に学習します。実行のページで停止すると次の実行に進みます。タスク一覧でキャンセルすると、残りの実行は行われません。</translation>
    </message>
    <message>
        <source>Most rounds</source>
        <translation>最大ラウンド数</translation>
    </message>
    <message>
        <source>Stop after rounds without gain</source>
        <translation>改善なしで停止するラウンド数</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Chosen for you</source>
        <translation>自動で付けます</translation>
    </message>
    <message>
        <source>Run name</source>
        <translation>実行名</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message numerus="yes">
        <source>Start %n runs</source>
        <translation>
            <numerusform>%n 件の実行を開始</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Train %1</source>
        <translation>%1 を学習</translation>
    </message>
    <message>
        <source>Only rows where</source>
        <translation>条件に合う行だけ</translation>
    </message>
    <message>
        <source>An SQL condition over the columns; empty: all rows</source>
        <translation>列に対する SQL の条件。空欄ならすべての行</translation>
    </message>
</context>
<context>
    <name>tatara::ui::NotificationPopup</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>まだ通知はありません</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunDraftWords</name>
    <message>
        <source>Choose a data file</source>
        <translation>データファイルを選んでください</translation>
    </message>
    <message>
        <source>There is no file “%1”</source>
        <translation>ファイル「%1」はありません</translation>
    </message>
    <message>
        <source>Name the column to learn</source>
        <translation>学習する列を入力してください</translation>
    </message>
    <message>
        <source>Name the column that splits the rows</source>
        <translation>行を分ける列を入力してください</translation>
    </message>
    <message>
        <source>“%1” is no parameter; write name=value</source>
        <translation>「%1」はパラメータではありません。name=value の形で書いてください</translation>
    </message>
    <message>
        <source>These values make more than %1 runs</source>
        <translation>この値の組み合わせは %1 件を超えます</translation>
    </message>
    <message>
        <source>The part of the rows to validate is a number between 0 and 1, not “%1”</source>
        <translation>検証に使う行の割合は 0 と 1 の間の数です。「%1」は使えません</translation>
    </message>
    <message>
        <source>The seed is a whole number, not “%1”</source>
        <translation>シードは整数です。「%1」は使えません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunNotices</name>
    <message numerus="yes">
        <source>%n runs failed</source>
        <translation>
            <numerusform>%n 件の実行が失敗しました</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs were stopped</source>
        <translation>
            <numerusform>%n 件の実行が停止されました</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs finished</source>
        <translation>
            <numerusform>%n 件の実行が完了しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Run %1 failed</source>
        <translation>実行 %1 が失敗しました</translation>
    </message>
    <message>
        <source>Run %1 was stopped</source>
        <translation>実行 %1 が停止されました</translation>
    </message>
    <message>
        <source>Run %1 finished</source>
        <translation>実行 %1 が完了しました</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>%1 後</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ServerControl</name>
    <message>
        <source>The tracking server did not answer within ten seconds</source>
        <translation>トラッキングサーバーが 10 秒以内に応答しませんでした</translation>
    </message>
    <message>
        <source>The program “tatara” is neither beside the workbench nor on the PATH</source>
        <translation>プログラム「tatara」がワークベンチの横にも PATH にもありません</translation>
    </message>
    <message>
        <source>The tracking server cannot be started</source>
        <translation>トラッキングサーバーを起動できません</translation>
    </message>
    <message>
        <source>The tracking server ended at once</source>
        <translation>トラッキングサーバーがすぐに終了しました</translation>
    </message>
    <message>
        <source>The model server did not answer within ten seconds</source>
        <translation>モデルサーバーが 10 秒以内に応答しませんでした</translation>
    </message>
    <message>
        <source>The model server cannot be started</source>
        <translation>モデルサーバーを起動できません</translation>
    </message>
    <message>
        <source>The model server ended at once</source>
        <translation>モデルサーバーがすぐに終了しました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ShellSheets</name>
    <message>
        <source>General</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>The workspace used last</source>
        <translation>最後に使ったワークスペース</translation>
    </message>
    <message>
        <source>The start page</source>
        <translation>スタートページ</translation>
    </message>
    <message>
        <source>Open at start</source>
        <translation>起動時に開くもの</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Same as the desktop</source>
        <translation>デスクトップに合わせる</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>テーマ</translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>文字と部品の大きさ</translation>
    </message>
    <message>
        <source>From the next start on</source>
        <translation>次回の起動から有効になります</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>動きを減らす</translation>
    </message>
    <message>
        <source>The server listens on this machine only (127.0.0.1)</source>
        <translation>サーバーはこのコンピューターだけで待ち受けます（127.0.0.1）</translation>
    </message>
    <message>
        <source>Keep the server running after the window closes</source>
        <translation>ウィンドウを閉じてもサーバーを動かし続ける</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
    <message>
        <source>About Tatara</source>
        <translation>Tatara について</translation>
    </message>
    <message>
        <source>A workbench for models, on one machine, offline</source>
        <translation>1 台のコンピューターで、オフラインで使えるモデルのワークベンチ</translation>
    </message>
    <message>
        <source>Tatara is free software under the GNU General Public License, version 3 or any later version. It comes without any warranty.</source>
        <translation>Tatara は GNU General Public License バージョン 3 またはそれ以降の下で公開されている自由ソフトウェアです。いかなる保証もありません。</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>使用しているソフトウェア</translation>
    </message>
    <message>
        <source>Connect training code</source>
        <translation>学習コードを接続</translation>
    </message>
    <message>
        <source>Any script that logs with MLflow logs into this workspace once it has these lines. It needs no change beside the address.</source>
        <translation>MLflow で記録するスクリプトは、この行を加えるだけでこのワークスペースに記録されます。アドレスのほかに変更は要りません。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Port of the tracking server</source>
        <translation>トラッキングサーバーのポート</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>The bell tells of</source>
        <translation>ベルで知らせるもの</translation>
    </message>
    <message>
        <source>Runs that fail</source>
        <translation>失敗した実行</translation>
    </message>
    <message>
        <source>Runs that finish or are stopped</source>
        <translation>完了または停止した実行</translation>
    </message>
    <message>
        <source>Tasks that end</source>
        <translation>終了したタスク</translation>
    </message>
    <message>
        <source>Only while the workspace is open. Nothing leaves this machine, and nothing pops up over other windows.</source>
        <translation>ワークスペースを開いている間だけ知らせます。このマシンの外には何も送られず、他のウィンドウの上にも表示されません。</translation>
    </message>
    <message>
        <source>Forgotten</source>
        <translation>消去しました</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>プライバシー</translation>
    </message>
    <message>
        <source>Tatara sends nothing anywhere by itself: no telemetry, no check for updates, no fonts or pictures from the network. Workspaces stay in their folders. What a person exports or sends to a server goes where they say.</source>
        <translation>Tatara が自ら何かを送信することはありません。利用状況の送信、更新の確認、ネットワークからのフォントや画像の取得は行いません。ワークスペースはそのフォルダーに留まります。書き出したりサーバーに送ったりしたものは、指定した先にだけ届きます。</translation>
    </message>
    <message>
        <source>Remembered on this machine</source>
        <translation>このマシンに記憶されているもの</translation>
    </message>
    <message>
        <source>Forget recent workspaces</source>
        <translation>最近のワークスペースを消去</translation>
    </message>
    <message>
        <source>Forget recent commands</source>
        <translation>最近のコマンドを消去</translation>
    </message>
    <message>
        <source>Forget layouts of windows and tables</source>
        <translation>ウィンドウと表の配置を消去</translation>
    </message>
    <message>
        <source>Editors</source>
        <translation>エディタ</translation>
    </message>
    <message>
        <source>The desktop&apos;s own</source>
        <translation>デスクトップの既定</translation>
    </message>
    <message>
        <source>Another…</source>
        <translation>その他…</translation>
    </message>
    <message>
        <source>Text is opened with</source>
        <translation>テキストを開くプログラム</translation>
    </message>
    <message>
        <source>tatara.yaml, and text among artifacts as a copy that is not written back</source>
        <translation>tatara.yaml と、アーティファクトのテキスト（コピーを開き、書き戻しません）</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>{file} is where the file goes; a terminal&apos;s editor needs the terminal&apos;s command</source>
        <translation>{file} の位置にファイル名が入ります。端末用エディタには端末のコマンドも必要です</translation>
    </message>
</context>
<context>
    <name>tatara::ui::Sidebar</name>
    <message>
        <source>Navigation</source>
        <translation>ナビゲーション</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>保存したビュー</translation>
    </message>
    <message>
        <source>Workspace %1, menu</source>
        <translation>ワークスペース %1、メニュー</translation>
    </message>
    <message>
        <source>%1, current</source>
        <translation>%1、現在</translation>
    </message>
</context>
<context>
    <name>tatara::ui::StartPage</name>
    <message>
        <source>Runs, data and models of a workspace, on this machine</source>
        <translation>ワークスペースの実行、データ、モデルをこのコンピューターで</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>新しいワークスペース…</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>ワークスペースを開く…</translation>
    </message>
    <message>
        <source>Example workspace</source>
        <translation>サンプルワークスペース</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使ったもの</translation>
    </message>
</context>
<context>
    <name>tatara::ui::StatusBar</name>
    <message>
        <source>Tracking server not started</source>
        <translation>トラッキングサーバーを起動できませんでした</translation>
    </message>
    <message>
        <source>Tracking server stopped</source>
        <translation>トラッキングサーバー停止中</translation>
    </message>
    <message>
        <source>Tracking server starting…</source>
        <translation>トラッキングサーバーを起動しています…</translation>
    </message>
    <message>
        <source>Tracking server stopping…</source>
        <translation>トラッキングサーバーを停止しています…</translation>
    </message>
    <message>
        <source>Tracking server · %1</source>
        <translation>トラッキングサーバー · %1</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>読み取り専用</translation>
    </message>
    <message>
        <source>Memory %1</source>
        <translation>メモリ %1</translation>
    </message>
    <message numerus="yes">
        <source>%n tasks running</source>
        <translation>
            <numerusform>実行中のタスク %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>This workspace cannot be written: check the permissions of its folder</source>
        <translation>このワークスペースには書き込めません。フォルダーの権限を確認してください</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>ステータス</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TaskList</name>
    <message>
        <source>The program “tatara” cannot be started</source>
        <translation>プログラム「tatara」を起動できません</translation>
    </message>
    <message>
        <source>The program “tatara” ended before it was done</source>
        <translation>プログラム「tatara」が終わる前に停止しました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TextEditor</name>
    <message>
        <source>Name a program</source>
        <translation>プログラム名を入力してください</translation>
    </message>
    <message>
        <source>There is no program “%1” here</source>
        <translation>プログラム「%1」が見つかりません</translation>
    </message>
    <message>
        <source>The desktop has no program for text; choose one in Settings › Editors</source>
        <translation>デスクトップにテキスト用のプログラムがありません。「設定」›「エディタ」で選んでください</translation>
    </message>
    <message>
        <source>“%1” could not be started</source>
        <translation>「%1」を起動できませんでした</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TopBar</name>
    <message>
        <source>Search or run a command</source>
        <translation>検索またはコマンドを実行</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>ライトテーマ</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>ダークテーマ</translation>
    </message>
</context>
</TS>
