<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Phrase</name>
    <message>
        <source>the routes were set by hand</source>
        <translation>配分が手動で設定されました</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>ロールバックされました</translation>
    </message>
    <message>
        <source>the endpoint was deleted</source>
        <translation>エンドポイントが削除されました</translation>
    </message>
    <message>
        <source>version %1 failed more often than %2: %3 against %4 times, p = %5 at any time</source>
        <translation>バージョン %1 は %2 より多く失敗しました：%3 回対 %4 回、任意の時点で p = %5</translation>
    </message>
    <message>
        <source>version %1 was too slow more often than %2: %3 against %4 times, p = %5 at any time</source>
        <translation>バージョン %1 は %2 より多く遅延しました：%3 回対 %4 回、任意の時点で p = %5</translation>
    </message>
    <message>
        <source>it waits: %1</source>
        <translation>待機中：%1</translation>
    </message>
    <message>
        <source>it waits until version %1 may become %2: %3</source>
        <translation>バージョン %1 が %2 になれるまで待機中：%3</translation>
    </message>
    <message>
        <source>held by %1</source>
        <translation>%1 が保留しました</translation>
    </message>
    <message>
        <source>before its last step, by %1</source>
        <translation>最後の段階の前に %1 が実行</translation>
    </message>
    <message>
        <source>every step passed its checks</source>
        <translation>すべての段階が検査に通りました</translation>
    </message>
    <message>
        <source>version %1 refused inputs more often than %2: %3 against %4 times, p = %5 at any time</source>
        <translation>バージョン %1 は %2 より多く入力を拒否しました：%3 回対 %4 回、任意の時点で p = %5</translation>
    </message>
    <message>
        <source>version %1 answered otherwise than %2 to %3 of %4 requests, where %5 of a hundred may; p = %6 at any time</source>
        <translation>バージョン %1 は %2 と異なる回答を %4 件中 %3 件のリクエストで返しました（許容は 100 件中 %5 件）、任意の時点で p = %6</translation>
    </message>
    <message>
        <source>version %1 was further from the label than %2 in %3 of %4 pairs of labelled answers, p = %5 at any time</source>
        <translation>ラベル付き回答の %4 組中 %3 組で、バージョン %1 は %2 よりラベルから離れていました、任意の時点で p = %5</translation>
    </message>
    <message>
        <source>The endpoint runs the image &quot;%1&quot;, which &quot;oci&quot; or &quot;docker&quot; makes; put model.tar.gz into a bucket and its address into ModelDataUrl beside what container.json says</source>
        <translation>エンドポイントはイメージ「%1」を動かします。イメージは「oci」か「docker」で作れます。model.tar.gz をバケットに置き、そのアドレスを container.json の内容とともに ModelDataUrl に指定してください</translation>
    </message>
    <message>
        <source>Unpacked it is larger than the 250 MB that a ZIP of Lambda may have; use the image there</source>
        <translation>展開すると Lambda の ZIP の上限 250 MB を超えます。Lambda ではイメージを使ってください</translation>
    </message>
    <message>
        <source>The cluster runs the image &quot;%1&quot;, which it has to find in a registry</source>
        <translation>クラスターはイメージ「%1」を動かします。レジストリーから取得できる必要があります</translation>
    </message>
    <message>
        <source>The model takes tensors that the rows of a table cannot be</source>
        <translation>このモデルはテンソルを取り、表の行では与えられません</translation>
    </message>
    <message>
        <source>The model takes %1 columns, and the data has %2</source>
        <translation>モデルは %1 列を取りますが、データは %2 列です</translation>
    </message>
    <message>
        <source>The model answers %1 rows with %2 predictions, which fit no table</source>
        <translation>モデルは %1 行に対して %2 件の予測を返し、表に収まりません</translation>
    </message>
    <message>
        <source>The model&apos;s output &apos;%1&apos; has not one value a row and fits no table</source>
        <translation>モデルの出力「%1」は 1 行に 1 個の値ではなく、表に収まりません</translation>
    </message>
    <message>
        <source>The rows that disagree cannot be written</source>
        <translation>一致しない行を書き出せません</translation>
    </message>
    <message>
        <source>There is no endpoint &quot;%1&quot;</source>
        <translation>エンドポイント「%1」はありません</translation>
    </message>
    <message>
        <source>An endpoint&apos;s name is of letters, digits, - and _, at most 63 of them</source>
        <translation>エンドポイントの名前には英字、数字、-、_ を 63 文字まで使えます</translation>
    </message>
    <message>
        <source>A weight is from 0 to 100 percent, and a shadow has none</source>
        <translation>配分は 0 から 100 % までで、シャドーに配分はありません</translation>
    </message>
    <message>
        <source>Version %1 is named twice</source>
        <translation>バージョン %1 が 2 回指定されています</translation>
    </message>
    <message>
        <source>An endpoint has at most 20 versions, one of them as shadow</source>
        <translation>エンドポイントのバージョンは 20 個まで、そのうちシャドーは 1 個です</translation>
    </message>
    <message>
        <source>The weights sum to %1 percent, not to 100</source>
        <translation>配分の合計が 100 % ではなく %1 % です</translation>
    </message>
    <message>
        <source>An endpoint&apos;s queue is from 1 to 100,000, its deadline and its slowest time at least a millisecond, of requests 0 to 100 percent are kept, for 0 (for ever) to 36,500 days</source>
        <translation>エンドポイントの待ち行列は 1 から 100,000 まで、期限と最も遅い時間は 1 ミリ秒以上、リクエストの保存は 0 から 100 %、保存日数は 0（無期限）から 36,500 日までです</translation>
    </message>
    <message>
        <source>An endpoint&apos;s owner, deputy and callers are names of one line, its callers at most 200, its runbook at most 4,000 bytes, the greatest age of its model 0 (any) to 36,500 days</source>
        <translation>エンドポイントの所有者、代理、呼び出し元は 1 行の名前で、呼び出し元は 200 個まで、手順書は 4,000 バイトまで、モデルの最大の経過日数は 0（制限なし）から 36,500 日までです</translation>
    </message>
    <message>
        <source>The policy does not let the endpoint %1 follow an alias; name a version</source>
        <translation>ポリシーにより、エンドポイント %1 はエイリアスに追従できません。バージョンを指定してください</translation>
    </message>
    <message>
        <source>There is an endpoint &quot;%1&quot; already</source>
        <translation>エンドポイント「%1」はすでにあります</translation>
    </message>
    <message>
        <source>There is no registered model &quot;%1&quot;</source>
        <translation>登録済みモデル「%1」はありません</translation>
    </message>
    <message>
        <source>The model &quot;%1&quot; has no version with the alias &quot;%2&quot;</source>
        <translation>モデル「%1」にエイリアス「%2」のバージョンはありません</translation>
    </message>
    <message>
        <source>The endpoint &quot;%1&quot; has served nothing else whose files are still what they were</source>
        <translation>エンドポイント「%1」がこれまでに配信したほかのバージョンに、ファイルが元のまま残っているものはありません</translation>
    </message>
    <message>
        <source>The logged requests cannot be written</source>
        <translation>記録したリクエストを書き出せません</translation>
    </message>
    <message>
        <source>The model takes tensors without columns; only rows of columns can be asked again</source>
        <translation>このモデルは列のないテンソルを取ります。もう一度尋ねられるのは列のある行だけです</translation>
    </message>
    <message>
        <source>The files of %1 are not in this workspace</source>
        <translation>%1 のファイルはこのワークスペースにありません</translation>
    </message>
    <message>
        <source>Write a model of a run as runs:/ID/PATH, where PATH is its folder among the artifacts</source>
        <translation>実行のモデルは runs:/ID/PATH と書きます。PATH はアーティファクトの中のフォルダーです</translation>
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
        <source>There are no files of %1 in this workspace</source>
        <translation>%1 のファイルはこのワークスペースに 1 つもありません</translation>
    </message>
    <message>
        <source>The model &quot;%1&quot; has no version %2</source>
        <translation>モデル「%1」にバージョン %2 はありません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; names no model; write models:/NAME@ALIAS, models:/NAME/VERSION or runs:/ID/PATH</source>
        <translation>「%1」はモデルを指していません。models:/NAME@ALIAS、models:/NAME/VERSION、runs:/ID/PATH のいずれかで書いてください</translation>
    </message>
    <message>
        <source>&apos;%1&apos; says no version; write models:/%2@ALIAS or models:/%2/VERSION</source>
        <translation>「%1」にはバージョンがありません。models:/%2@ALIAS か models:/%2/VERSION と書いてください</translation>
    </message>
    <message>
        <source>The file &apos;%1&apos; of %2 is not what was stored under its digest; &quot;tatara verify&quot; tells more</source>
        <translation>%2 のファイル「%1」は、ダイジェストのもとに保存されたものではありません。詳しくは「tatara verify」で分かります</translation>
    </message>
    <message>
        <source>A block of logged predictions is damaged</source>
        <translation>記録した予測のブロックが壊れています</translation>
    </message>
    <message>
        <source>A block of logged predictions is gone</source>
        <translation>記録した予測のブロックが失われています</translation>
    </message>
    <message>
        <source>Name either a request or a column with its value</source>
        <translation>リクエスト、または列とその値のどちらかを指定してください</translation>
    </message>
    <message>
        <source>A canary has one to fifty steps and an alpha between 0 and 1</source>
        <translation>カナリアは 1 から 50 段階で、アルファは 0 と 1 の間です</translation>
    </message>
    <message>
        <source>A canary&apos;s answers agree in 0 (not asked) to 99 percent of the requests, within 0 to 1000 percent of the champion&apos;s number</source>
        <translation>カナリアの回答が一致すべき割合は 0（求めない）から 99 % まで、数値の許容差はチャンピオンの値の 0 から 1000 % までです</translation>
    </message>
    <message>
        <source>The weights of a canary&apos;s steps rise, from above 0 to below 100 percent</source>
        <translation>カナリアの段階の配分は 0 % より上から 100 % 未満まで、順に大きくします</translation>
    </message>
    <message>
        <source>No canary is under way on &quot;%1&quot;</source>
        <translation>「%1」で進行中のカナリアはありません</translation>
    </message>
    <message>
        <source>A canary of version %1 is under way on &quot;%2&quot;; roll back or wait for its end</source>
        <translation>「%2」でバージョン %1 のカナリアが進行中です。ロールバックするか、終わるまで待ってください</translation>
    </message>
    <message>
        <source>Version %1 is the one that answers already</source>
        <translation>すでにバージョン %1 が応答しています</translation>
    </message>
    <message>
        <source>The latencies of an endpoint&apos;s traffic are damaged</source>
        <translation>エンドポイントのトラフィックの遅延の記録が壊れています</translation>
    </message>
    <message>
        <source>The server %1 cannot be reached or ended the answer</source>
        <translation>サーバー %1 に接続できないか、応答が途中で切れました</translation>
    </message>
    <message>
        <source>The server %1 answered with more than %2</source>
        <translation>サーバー %1 の応答が %2 を超えました</translation>
    </message>
    <message>
        <source>The server %1 answers %2</source>
        <translation>サーバー %1 の応答は %2 です</translation>
    </message>
    <message>
        <source>“%1” is not the URL of a server; it looks like http://host:5000</source>
        <translation>「%1」はサーバーの URL ではありません。http://host:5000 のような形です</translation>
    </message>
    <message>
        <source>The file %1 cannot be read</source>
        <translation>ファイル %1 を読み取れません</translation>
    </message>
    <message>
        <source>The server has no such file</source>
        <translation>サーバーにそのファイルはありません</translation>
    </message>
    <message>
        <source>The server does not give it out</source>
        <translation>サーバーはそのファイルを渡しません</translation>
    </message>
    <message>
        <source>The server answers %1</source>
        <translation>サーバーの応答は %1 です</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not an address to listen on; give one like 127.0.0.1 or ::1</source>
        <translation>「%1」は待ち受けるアドレスではありません。127.0.0.1 や ::1 のように指定してください</translation>
    </message>
    <message>
        <source>TLS needs both a certificate and its key</source>
        <translation>TLS には証明書とその鍵の両方が必要です</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not give a certificate in PEM: %2</source>
        <translation>「%1」から PEM 形式の証明書を読めません: %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not give the key of that certificate in PEM: %2</source>
        <translation>「%1」からその証明書の PEM 形式の鍵を読めません: %2</translation>
    </message>
    <message>
        <source>Port %1 of %2 is already in use by another program; stop it or choose another port</source>
        <translation>%2 のポート %1 は別のプログラムが使用中です。そのプログラムを止めるか、別のポートを選んでください</translation>
    </message>
    <message>
        <source>Cannot listen on %1: %2</source>
        <translation>%1 で待ち受けできません: %2</translation>
    </message>
    <message>
        <source>What was handed over is no socket that listens</source>
        <translation>渡されたものは待ち受け用のソケットではありません</translation>
    </message>
    <message>
        <source>The dataset has none of the model&apos;s columns</source>
        <translation>データセットにモデルの列が 1 つもありません</translation>
    </message>
    <message>
        <source>The dataset has no row %1</source>
        <translation>データセットに %1 行目はありません</translation>
    </message>
</context>
<context>
    <name>tatara::ui</name>
    <message>
        <source>Follow @%1</source>
        <translation>@%1 に追従</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>New endpoint</source>
        <translation>新しいエンドポイント</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>A part of its address: letters, digits, - and _</source>
        <translation>アドレスの一部になります（英数字、-、_）</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>提供するもの</translation>
    </message>
    <message>
        <source>An alias is followed when it moves, where the policy allows it</source>
        <translation>ポリシーが許す場合、エイリアスの移動に追従します</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Make endpoint</source>
        <translation>エンドポイントを作成</translation>
    </message>
    <message>
        <source>An endpoint needs a name</source>
        <translation>エンドポイントには名前が必要です</translation>
    </message>
    <message>
        <source>Percents that rise, from above 0 to below 100, with commas: 5, 25, 50</source>
        <translation>0 より大きく 100 未満の増えていく割合をコンマで区切ってください: 5, 25, 50</translation>
    </message>
    <message>
        <source>A canary needs at least one step</source>
        <translation>カナリアには 1 つ以上の段階が必要です</translation>
    </message>
    <message>
        <source>Canary on %1</source>
        <translation>%1 のカナリア</translation>
    </message>
    <message>
        <source>%1, approved</source>
        <translation>%1（承認済み）</translation>
    </message>
    <message>
        <source>Steps in percent</source>
        <translation>段階（パーセント）</translation>
    </message>
    <message>
        <source>After the last it takes all the traffic</source>
        <translation>最後の段階のあと全トラフィックを受け持ちます</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分</translation>
    </message>
    <message>
        <source>Make it champion when it has passed</source>
        <translation>通過したらチャンピオンにする</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Each step lasts at least</source>
        <translation>各段階の最短時間</translation>
    </message>
    <message>
        <source>And this many requests</source>
        <translation>必要なリクエスト数</translation>
    </message>
    <message>
        <source>Start canary</source>
        <translation>カナリアを開始</translation>
    </message>
    <message>
        <source>Keep requests as a dataset</source>
        <translation>リクエストをデータセットとして保存</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>データセット</translation>
    </message>
    <message>
        <source>A new version of it when there is one already</source>
        <translation>既にあれば新しいバージョンになります</translation>
    </message>
    <message>
        <source>Only rows that have a label</source>
        <translation>ラベルのある行だけ</translation>
    </message>
    <message numerus="yes">
        <source>All %1 kept requests: their inputs, answers and labels, a row each.</source>
        <translation>
            <numerusform>保存された %1 件のリクエストすべて。入力、回答、ラベルを 1 行ずつ。</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep as dataset</source>
        <translation>データセットとして保存</translation>
    </message>
    <message>
        <source>A dataset needs a name</source>
        <translation>データセットには名前が必要です</translation>
    </message>
    <message>
        <source>Erase logged requests</source>
        <translation>記録されたリクエストを消去</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Its id</source>
        <translation>その ID</translation>
    </message>
    <message>
        <source>Requests with their answers and labels go for good. The act is recorded, without what was erased.</source>
        <translation>リクエストは回答とラベルごと完全に消えます。操作は記録されますが、消した内容は残りません。</translation>
    </message>
    <message>
        <source>Or a column</source>
        <translation>または列</translation>
    </message>
    <message>
        <source>And its value</source>
        <translation>その値</translation>
    </message>
    <message>
        <source>All requests with it in any row</source>
        <translation>いずれかの行にこの値を持つすべてのリクエスト</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Erase requests</source>
        <translation>リクエストを消去</translation>
    </message>
    <message>
        <source>Name either a request or a column with its value</source>
        <translation>リクエスト、または列とその値のどちらかを指定してください</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>失敗中</translation>
    </message>
    <message>
        <source>Canary %1</source>
        <translation>カナリア %1</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>シャドー</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Endpoint made: %1</source>
        <translation>エンドポイントを作成: %1</translation>
    </message>
    <message>
        <source>Traffic set to %1</source>
        <translation>トラフィックを設定: %1</translation>
    </message>
    <message>
        <source>Rolled back to %1</source>
        <translation>ロールバック: %1</translation>
    </message>
    <message>
        <source>Canary started: %1</source>
        <translation>カナリアを開始: %1</translation>
    </message>
    <message>
        <source>Canary raised: %1</source>
        <translation>カナリアを拡大: %1</translation>
    </message>
    <message>
        <source>Canary stopped: %1</source>
        <translation>カナリアを停止: %1</translation>
    </message>
    <message>
        <source>Canary promoted: %1</source>
        <translation>カナリアを昇格: %1</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>設定を変更</translation>
    </message>
    <message>
        <source>Canary held</source>
        <translation>カナリアを保留</translation>
    </message>
    <message>
        <source>Canary resumed</source>
        <translation>カナリアを再開</translation>
    </message>
    <message>
        <source>Logged requests erased: %1</source>
        <translation>記録されたリクエストを消去: %1</translation>
    </message>
    <message>
        <source>v%1 shadow</source>
        <translation>v%1 シャドー</translation>
    </message>
    <message>
        <source>What the filter leaves: the inputs and both answers, a row each.</source>
        <translation>フィルターに残る行：入力と両方の回答を 1 行ずつ。</translation>
    </message>
    <message>
        <source>Image, as a folder</source>
        <translation>イメージ（フォルダー）</translation>
    </message>
    <message>
        <source>Image, as one file</source>
        <translation>イメージ（1 ファイル）</translation>
    </message>
    <message>
        <source>Dockerfile</source>
        <translation>Dockerfile</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>KServe</source>
        <translation>KServe</translation>
    </message>
    <message>
        <source>MLflow model</source>
        <translation>MLflow モデル</translation>
    </message>
    <message>
        <source>TensorFlow Serving</source>
        <translation>TensorFlow Serving</translation>
    </message>
    <message>
        <source>Amazon SageMaker</source>
        <translation>Amazon SageMaker</translation>
    </message>
    <message>
        <source>AWS Lambda</source>
        <translation>AWS Lambda</translation>
    </message>
    <message>
        <source>Azure Functions</source>
        <translation>Azure Functions</translation>
    </message>
    <message>
        <source>OCI archive for podman and docker</source>
        <translation>podman と docker 向けの OCI アーカイブ</translation>
    </message>
    <message>
        <source>to build the image yourself</source>
        <translation>イメージを自分でビルドする場合に</translation>
    </message>
    <message>
        <source>manifests that run the image</source>
        <translation>イメージを動かすマニフェスト</translation>
    </message>
    <message>
        <source>an InferenceService that runs it</source>
        <translation>イメージを動かす InferenceService</translation>
    </message>
    <message>
        <source>for mlflow models serve</source>
        <translation>mlflow models serve 向け</translation>
    </message>
    <message>
        <source>for SavedModels</source>
        <translation>SavedModel 向け</translation>
    </message>
    <message>
        <source>model.tar.gz and its container</source>
        <translation>model.tar.gz とコンテナの設定</translation>
    </message>
    <message>
        <source>a ZIP for the custom runtime</source>
        <translation>カスタムランタイム用の ZIP</translation>
    </message>
    <message>
        <source>a ZIP with a custom handler</source>
        <translation>カスタムハンドラー付きの ZIP</translation>
    </message>
    <message>
        <source>The model, the model server and its libraries as one image, which runs anywhere as an ordinary user, with health checks</source>
        <translation>モデル、モデルサーバー、ライブラリを 1 つのイメージにまとめます。一般ユーザーとしてどこでも動き、ヘルスチェックを備えます</translation>
    </message>
    <message>
        <source>A Dockerfile and the files it copies: the model, the model server and its libraries</source>
        <translation>Dockerfile と、それがコピーするファイル（モデル、モデルサーバー、ライブラリ）</translation>
    </message>
    <message>
        <source>One YAML file: Deployment, Service and HorizontalPodAutoscaler, with probes</source>
        <translation>1 つの YAML ファイル：Deployment、Service、HorizontalPodAutoscaler（プローブ付き）</translation>
    </message>
    <message>
        <source>One YAML file: an InferenceService, with a canary where a share is given</source>
        <translation>1 つの YAML ファイル：InferenceService（割合を指定するとカナリア付き）</translation>
    </message>
    <message>
        <source>The model&apos;s folder as MLflow wrote it, checked against its digest</source>
        <translation>MLflow が書いたモデルのフォルダー。ダイジェストを照合します</translation>
    </message>
    <message>
        <source>models.config and the SavedModel under its version</source>
        <translation>models.config と、バージョン別に置いた SavedModel</translation>
    </message>
    <message>
        <source>model.tar.gz, and container.json for CreateModel; the image is another package</source>
        <translation>model.tar.gz と CreateModel 用の container.json。イメージは別のパッケージです</translation>
    </message>
    <message>
        <source>bootstrap, the model, the model server and its libraries; 250 MB unpacked at most</source>
        <translation>bootstrap、モデル、モデルサーバー、ライブラリ（展開後 250 MB まで）</translation>
    </message>
    <message>
        <source>host.json, the handler, the model, the model server and its libraries</source>
        <translation>host.json、ハンドラー、モデル、モデルサーバー、ライブラリ</translation>
    </message>
    <message>
        <source>The export did not say what it wrote</source>
        <translation>エクスポートが何を書き出したかを報告しませんでした</translation>
    </message>
    <message>
        <source>OCI layout, needs no container engine</source>
        <translation>コンテナエンジン不要の OCI レイアウト</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>比較しない</translation>
    </message>
    <message>
        <source>It begins beside %1 and gives the traffic back when it fails, is slow or refuses more often, or is further from the labels</source>
        <translation>%1 と並んで始まり、失敗・遅延・拒否が多いか、ラベルから遠ければトラフィックを返します</translation>
    </message>
    <message>
        <source>Answers like those of %1</source>
        <translation>%1 と同じ回答</translation>
    </message>
    <message>
        <source>At least for so many requests, each of which %1 is asked too</source>
        <translation>少なくともこの割合のリクエストで。%1 にも毎回問い合わせます</translation>
    </message>
    <message>
        <source>Numbers may differ by</source>
        <translation>数値の許容差</translation>
    </message>
    <message>
        <source>Of what it answers</source>
        <translation>その回答に対する割合</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Or a file</source>
        <translation>またはファイル</translation>
    </message>
    <message>
        <source>With the columns request_id and label, and row where requests had several</source>
        <translation>request_id と label の列、複数行のリクエストには row の列</translation>
    </message>
    <message>
        <source>What really happened. A label that is there already is counted and stays.</source>
        <translation>実際の結果です。すでにあるラベルは数えられ、変わりません。</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Row of the request</source>
        <translation>リクエスト内の行</translation>
    </message>
    <message>
        <source>Add labels</source>
        <translation>ラベルを追加</translation>
    </message>
    <message>
        <source>Name a request and its label, or a file of them</source>
        <translation>リクエストとラベル、またはファイルを指定してください</translation>
    </message>
    <message>
        <source>It would answer at /endpoints/%1/invocations with %2. The policy allows it; nothing was changed.</source>
        <translation>/endpoints/%1/invocations で %2 が応答します。ポリシーの許す操作です。まだ何も変更していません。</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>ドライラン</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>リクエスト %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labels</source>
        <translation>
            <numerusform>ラベル %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>canary, step %1</source>
        <translation>カナリア、段階 %1</translation>
    </message>
</context>
<context>
    <name>tatara::ui::CanaryStrip</name>
    <message>
        <source>Canary steps</source>
        <translation>カナリアの段階</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DeploymentsPanel</name>
    <message>
        <source>Reading the models</source>
        <translation>モデルの読み込み</translation>
    </message>
    <message>
        <source>Deployments</source>
        <translation>デプロイ</translation>
    </message>
    <message>
        <source>Which latency is drawn</source>
        <translation>描画するレイテンシー</translation>
    </message>
    <message>
        <source>15 m</source>
        <translation>15 分</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 時間</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 時間</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 日</translation>
    </message>
    <message>
        <source>Live, every 5 s</source>
        <translation>ライブ（5 秒ごと）</translation>
    </message>
    <message>
        <source>New endpoint</source>
        <translation>新しいエンドポイント</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>Live is off</source>
        <translation>ライブ更新オフ</translation>
    </message>
    <message>
        <source>Setting the traffic</source>
        <translation>トラフィックの設定</translation>
    </message>
    <message>
        <source>Holding the canary</source>
        <translation>カナリアの保留</translation>
    </message>
    <message>
        <source>Promoting the canary</source>
        <translation>カナリアの昇格</translation>
    </message>
    <message>
        <source>Canary promoted</source>
        <translation>カナリアを昇格しました</translation>
    </message>
    <message>
        <source>Saving the settings</source>
        <translation>設定の保存</translation>
    </message>
    <message>
        <source>Settings saved</source>
        <translation>設定を保存しました</translation>
    </message>
    <message numerus="yes">
        <source>%n endpoints</source>
        <translation>
            <numerusform>エンドポイント %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Model server on</source>
        <translation>モデルサーバー稼働中</translation>
    </message>
    <message>
        <source>Model server starting</source>
        <translation>モデルサーバー起動中</translation>
    </message>
    <message>
        <source>Model server stopping</source>
        <translation>モデルサーバー停止処理中</translation>
    </message>
    <message>
        <source>Model server off</source>
        <translation>モデルサーバー停止</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起動</translation>
    </message>
    <message>
        <source>Start model server</source>
        <translation>モデルサーバーを起動</translation>
    </message>
    <message>
        <source>Send example traffic</source>
        <translation>サンプルのリクエストを送る</translation>
    </message>
    <message>
        <source>Use any free port</source>
        <translation>空いているポートを使う</translation>
    </message>
    <message>
        <source>The model server is off: no endpoint answers. What is shown is the past.</source>
        <translation>モデルサーバーが停止しているため、どのエンドポイントも応答しません。表示は過去のものです。</translation>
    </message>
    <message>
        <source>Nobody asked this endpoint yet.</source>
        <translation>このエンドポイントへのリクエストはまだありません。</translation>
    </message>
    <message>
        <source>Open models</source>
        <translation>モデルを開く</translation>
    </message>
    <message>
        <source>No endpoint yet</source>
        <translation>エンドポイントはまだありません</translation>
    </message>
    <message>
        <source>An endpoint answers requests with a registered model, on this machine, without a container</source>
        <translation>エンドポイントは登録済みモデルで、このマシン上で、コンテナなしにリクエストへ応答します</translation>
    </message>
    <message>
        <source>Rolling back</source>
        <translation>ロールバック</translation>
    </message>
    <message>
        <source>%1 is rolled back</source>
        <translation>%1 をロールバックしました</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>元に戻しました</translation>
    </message>
    <message>
        <source>There is no registered model yet</source>
        <translation>登録されたモデルはまだありません</translation>
    </message>
    <message>
        <source>Making the endpoint</source>
        <translation>エンドポイントの作成</translation>
    </message>
    <message>
        <source>Starting the canary</source>
        <translation>カナリアの開始</translation>
    </message>
    <message>
        <source>Canary of %1 started</source>
        <translation>%1 のカナリアを開始しました</translation>
    </message>
    <message>
        <source>Keeping requests of %1</source>
        <translation>%1 のリクエストを保存中</translation>
    </message>
    <message>
        <source>Kept as dataset %1</source>
        <translation>データセット %1 として保存しました</translation>
    </message>
    <message>
        <source>Erasing requests</source>
        <translation>リクエストの消去</translation>
    </message>
    <message numerus="yes">
        <source>%n requests erased</source>
        <translation>
            <numerusform>リクエスト %n 件を消去しました</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the endpoint %1?</source>
        <translation>エンドポイント %1 を削除しますか？</translation>
    </message>
    <message>
        <source>Nobody is answered there any more. Its acts and its logged requests stay.</source>
        <translation>以後そこでは誰にも応答しません。操作の記録と記録されたリクエストは残ります。</translation>
    </message>
    <message>
        <source>Delete endpoint</source>
        <translation>エンドポイントを削除</translation>
    </message>
    <message>
        <source>Deleting the endpoint</source>
        <translation>エンドポイントの削除</translation>
    </message>
    <message>
        <source>%1 is deleted</source>
        <translation>%1 を削除しました</translation>
    </message>
    <message>
        <source>Setting the shadow</source>
        <translation>シャドーの設定</translation>
    </message>
    <message>
        <source>Mirror requests to</source>
        <translation>リクエストの複製先</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>アドレスをコピー</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
    <message>
        <source>Open in new window</source>
        <translation>新しいウィンドウで開く</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Example traffic</source>
        <translation>サンプルのリクエスト</translation>
    </message>
    <message numerus="yes">
        <source>%n rows copied</source>
        <translation>
            <numerusform>%n 行をコピーしました</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the disagreements</source>
        <translation>不一致の読み込み</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>Keep disagreements as a dataset</source>
        <translation>不一致をデータセットとして保存</translation>
    </message>
    <message>
        <source>Keeping disagreements of %1</source>
        <translation>%1 の不一致を保存</translation>
    </message>
    <message>
        <source>Exporting disagreements of %1</source>
        <translation>%1 の不一致をエクスポート</translation>
    </message>
    <message>
        <source>%1 is written</source>
        <translation>%1 を書き出しました</translation>
    </message>
    <message>
        <source>The server does not serve what is set here. %1</source>
        <translation>サーバーは設定どおりに提供していません。%1</translation>
    </message>
    <message numerus="yes">
        <source>%n requests were answered but could not be kept; the disk may be full</source>
        <translation>
            <numerusform>%n 件のリクエストに回答しましたが保存できませんでした。ディスクがいっぱいかもしれません</numerusform>
        </translation>
    </message>
    <message>
        <source>Deploy the champion of %1</source>
        <translation>%1 のチャンピオンをデプロイ</translation>
    </message>
    <message>
        <source>Taking labels for %1</source>
        <translation>%1 のラベルを取り込み中</translation>
    </message>
    <message>
        <source>The labels of %1 are taken</source>
        <translation>%1 のラベルを取り込みました</translation>
    </message>
    <message>
        <source>Adding the label</source>
        <translation>ラベルの追加</translation>
    </message>
    <message>
        <source>The label is taken</source>
        <translation>ラベルを追加しました</translation>
    </message>
    <message>
        <source>This label was there already</source>
        <translation>このラベルはすでにあります</translation>
    </message>
    <message>
        <source>Another label is there already, and stays</source>
        <translation>別のラベルがすでにあり、変わりません</translation>
    </message>
    <message>
        <source>The example&apos;s requests were sent and their results recorded</source>
        <translation>サンプルのリクエストを送り、結果を記録しました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DisagreementPage</name>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>one has none</source>
        <translation>片方のみ</translation>
    </message>
    <message>
        <source>%1, row %2</source>
        <translation>%1、%2 行目</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>Request, input or answer</source>
        <translation>リクエスト、入力、回答</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>CSV に書き出す…</translation>
    </message>
    <message>
        <source>Keep as dataset…</source>
        <translation>データセットとして保存…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Difference, at least</source>
        <translation>差の下限</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>シャドー</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Shadow&apos;s answer</source>
        <translation>シャドーの回答</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>All shadows</source>
        <translation>すべてのシャドー</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>No answer differs yet</source>
        <translation>回答の違いはまだありません</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>一致するものがありません</translation>
    </message>
    <message>
        <source>Requests are mirrored to the shadow and its answers compared; the rows that differ most are kept</source>
        <translation>リクエストはシャドーにも送られ、回答が比較されます。差の大きい行が保存されます</translation>
    </message>
    <message numerus="yes">
        <source>%1 rows are kept</source>
        <translation>
            <numerusform>%1 行が保存されています</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows kept</source>
        <translation>
            <numerusform>保存 %1 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 mirrored differ</source>
        <translation>ミラー %2 件のうち不一致 %1 件</translation>
    </message>
</context>
<context>
    <name>tatara::ui::EndpointList</name>
    <message>
        <source>%1 shadow</source>
        <translation>%1 シャドー</translation>
    </message>
    <message>
        <source>req/s</source>
        <translation>件/秒</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>エンドポイント</translation>
    </message>
</context>
<context>
    <name>tatara::ui::EndpointOverview</name>
    <message>
        <source>p %1</source>
        <translation>p %1</translation>
    </message>
    <message>
        <source>Errors, %1 against %2</source>
        <translation>エラー、%1 対 %2</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>遅い回答</translation>
    </message>
    <message>
        <source>Requests seen by %1</source>
        <translation>%1 が受けたリクエスト</translation>
    </message>
    <message>
        <source>Time on this step</source>
        <translation>この段階の経過時間</translation>
    </message>
    <message>
        <source>Inputs refused</source>
        <translation>拒否された入力</translation>
    </message>
    <message>
        <source>%1 answers otherwise</source>
        <translation>%1 の異なる回答</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>%1 件中</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>レイテンシー p95</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>エラー率</translation>
    </message>
    <message>
        <source>Live error, %1</source>
        <translation>実績誤差、%1</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>カナリア</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>チェック</translation>
    </message>
    <message>
        <source>Serving</source>
        <translation>提供状況</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>stops by itself when a check fails</source>
        <translation>チェックに失敗すると自動で止まります</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>レイテンシー</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>スループット</translation>
    </message>
    <message>
        <source>req/s</source>
        <translation>件/秒</translation>
    </message>
    <message>
        <source>Live error</source>
        <translation>実績誤差</translation>
    </message>
    <message>
        <source>All activity</source>
        <translation>すべての操作</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通過</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 requests</source>
        <translation>
            <numerusform>%2 件中 %1 件</numerusform>
        </translation>
    </message>
    <message>
        <source>promoted</source>
        <translation>昇格済み</translation>
    </message>
    <message>
        <source>promote %1</source>
        <translation>%1 を昇格</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 から</translation>
    </message>
    <message>
        <source>No request in this time</source>
        <translation>この期間のリクエストはありません</translation>
    </message>
    <message>
        <source>Latency p%1</source>
        <translation>レイテンシー p%1</translation>
    </message>
    <message>
        <source>slow from %1 ms</source>
        <translation>%1 ms 以上は遅い</translation>
    </message>
    <message>
        <source>Live error, RMSE</source>
        <translation>実績誤差、RMSE</translation>
    </message>
    <message>
        <source>Live error, MAE</source>
        <translation>実績誤差、MAE</translation>
    </message>
    <message>
        <source>Live error, wrong answers</source>
        <translation>実績誤差、誤答率</translation>
    </message>
    <message>
        <source>No label for a request in this time</source>
        <translation>この期間のリクエストにラベルはありません</translation>
    </message>
    <message>
        <source>Appears once labels arrive: POST /labels, or tatara endpoints labels</source>
        <translation>ラベルが届くと表示されます: POST /labels または tatara endpoints labels</translation>
    </message>
    <message>
        <source>%1 expected %2</source>
        <translation>%1 の期待値 %2</translation>
    </message>
    <message>
        <source>, newest requests only</source>
        <translation>、新しいリクエストのみ</translation>
    </message>
    <message>
        <source>%1 of %2 pass</source>
        <translation>%2 件中 %1 件通過</translation>
    </message>
    <message>
        <source>Model server</source>
        <translation>モデルサーバー</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Digest of %1</source>
        <translation>%1 のダイジェスト</translation>
    </message>
    <message>
        <source>Requests at once</source>
        <translation>同時リクエスト数</translation>
    </message>
    <message>
        <source>Kept requests</source>
        <translation>保存するリクエスト</translation>
    </message>
    <message numerus="yes">
        <source>%1 %, %n days</source>
        <translation>
            <numerusform>%1 %、%n 日間</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %, for ever</source>
        <translation>%1 %、無期限</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 contradict</source>
        <translation>
            <numerusform>%1 件、矛盾 %2 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 of %2 min</source>
        <translation>%2 分中 %1 分</translation>
    </message>
    <message>
        <source>%1 of %2 s</source>
        <translation>%2 秒中 %1 秒</translation>
    </message>
    <message>
        <source>waits for the policy&apos;s leave</source>
        <translation>ポリシーの許可待ち</translation>
    </message>
    <message>
        <source>Answers like %1</source>
        <translation>%1 と同じ回答</translation>
    </message>
    <message>
        <source>Further from the label</source>
        <translation>ラベルから遠い</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>ラベルなし</translation>
    </message>
    <message>
        <source>Age of %1</source>
        <translation>%1 の経過日数</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n 日</numerusform>
        </translation>
    </message>
    <message>
        <source>Deputy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>ランブック</translation>
    </message>
    <message>
        <source>Callers</source>
        <translation>呼び出し元</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>断ったリクエスト</translation>
    </message>
    <message>
        <source>Requests that found the queue full, since the server started</source>
        <translation>サーバー起動後、キューが満杯で断られたリクエスト</translation>
    </message>
    <message>
        <source>Started again</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>no data since %1</source>
        <translation>%1 以降データなし</translation>
    </message>
    <message>
        <source>The first point comes within %1 s</source>
        <translation>最初の点は %1 秒以内に表示されます</translation>
    </message>
    <message numerus="yes">
        <source>%2 labels to %1</source>
        <translation>
            <numerusform>%1 までのラベル %2 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 requests</source>
        <translation>
            <numerusform>%1 件</numerusform>
        </translation>
    </message>
    <message>
        <source>promotion in %1</source>
        <translation>%1 後に昇格</translation>
    </message>
    <message>
        <source>next step in %1</source>
        <translation>次の段階まで %1</translation>
    </message>
    <message>
        <source>waits for the model server</source>
        <translation>モデルサーバーを待っています</translation>
    </message>
</context>
<context>
    <name>tatara::ui::EndpointPage</name>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>試す</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>スキーマ</translation>
    </message>
    <message>
        <source>Client code</source>
        <translation>クライアントコード</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Promote now</source>
        <translation>今すぐ昇格</translation>
    </message>
    <message>
        <source>Canary…</source>
        <translation>カナリア…</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>ロールバック</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>runs as it stands</source>
        <translation>そのまま動きます</translation>
    </message>
    <message>
        <source>  follows @%1</source>
        <translation>  @%1 に追従</translation>
    </message>
    <message>
        <source>Champion</source>
        <translation>チャンピオン</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>The model has no other version</source>
        <translation>このモデルには他のバージョンがありません</translation>
    </message>
    <message>
        <source>Roll back to %1</source>
        <translation>%1 へロールバック</translation>
    </message>
    <message>
        <source>It has served nothing else whose files are still what they were</source>
        <translation>ファイルが当時のままの、以前に提供したバージョンがありません</translation>
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
    <message>
        <source>What does not fit is refused with its row and column</source>
        <translation>合わないものは行と列を示して拒否されます</translation>
    </message>
    <message>
        <source>The model was logged without a signature; what is sent is only checked by the model</source>
        <translation>このモデルはシグネチャなしで記録されたため、送られた内容はモデル自身だけが検査します</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必須</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>区分</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>エクスポート…</translation>
    </message>
    <message>
        <source>As a package for another platform</source>
        <translation>別のプラットフォーム向けのパッケージとして</translation>
    </message>
    <message>
        <source>Shadow, answers compared</source>
        <translation>シャドー（回答を比較）</translation>
    </message>
    <message>
        <source>Export %1…</source>
        <translation>%1 をエクスポート…</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Undo: %1 again</source>
        <translation>元に戻す：%1</translation>
    </message>
    <message>
        <source>runs as it stands, with the token in %1</source>
        <translation>そのまま動きます。トークンは %1 から</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExportSheet</name>
    <message>
        <source>Export %1</source>
        <translation>%1 のエクスポート</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーを開く</translation>
    </message>
    <message>
        <source>Export another</source>
        <translation>別の形式でも書き出す</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Kind of package</source>
        <translation>パッケージの種類</translation>
    </message>
    <message>
        <source>%1, champion</source>
        <translation>%1（チャンピオン）</translation>
    </message>
    <message>
        <source>%1, approved</source>
        <translation>%1（承認済み）</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Name there</source>
        <translation>公開先での名前</translation>
    </message>
    <message>
        <source>Small letters, digits and hyphens</source>
        <translation>英小文字、数字、ハイフン</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>イメージ</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Replicas, at least</source>
        <translation>レプリカ（最小）</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>カナリア</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>書き出し先</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Replace the package that is there</source>
        <translation>すでにあるパッケージを置き換える</translation>
    </message>
    <message>
        <source>Only files are written. The policy is asked whether this account may deploy under that name, and the export is recorded.</source>
        <translation>書き出すのはファイルだけです。このアカウントがその名前でデプロイしてよいかをポリシーに照らし、エクスポートは記録されます。</translation>
    </message>
    <message>
        <source>Write the package to</source>
        <translation>パッケージの書き出し先</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>エクスポートを中止</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隠す</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Say where the package is to be written</source>
        <translation>パッケージの書き出し先を指定してください</translation>
    </message>
    <message>
        <source>A package needs a name</source>
        <translation>パッケージには名前が必要です</translation>
    </message>
    <message>
        <source>Exporting %1 %2</source>
        <translation>%1 %2 をエクスポート</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>%1 を書き出しています</translation>
    </message>
    <message>
        <source>Cancelled; nothing was left behind</source>
        <translation>中止しました。何も残っていません</translation>
    </message>
    <message>
        <source>Image %1</source>
        <translation>イメージ %1</translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform>、ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>What can be done next</source>
        <translation>次にできること</translation>
    </message>
    <message>
        <source>What the platform runs, or where the image is pushed to</source>
        <translation>プラットフォームが動かすイメージ、またはプッシュ先</translation>
    </message>
    <message>
        <source>tick “Replace the package that is there”</source>
        <translation>「すでにあるパッケージを置き換える」を選んでください</translation>
    </message>
    <message>
        <source>Written, %1</source>
        <translation>書き出しました（%1）</translation>
    </message>
    <message>
        <source>%1 %2 is exported to %3</source>
        <translation>%1 %2 を %3 に書き出しました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::LogPage</name>
    <message>
        <source>Log of the model server</source>
        <translation>モデルサーバーのログ</translation>
    </message>
    <message>
        <source>Lines with these words</source>
        <translation>この語を含む行</translation>
    </message>
    <message>
        <source>nothing was logged yet</source>
        <translation>まだログはありません</translation>
    </message>
    <message numerus="yes">
        <source>%n lines, newest first</source>
        <translation>
            <numerusform>%n 行、新しい順</numerusform>
        </translation>
    </message>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>レベル</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RequestsPage</name>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
    <message>
        <source>Erase…</source>
        <translation>消去…</translation>
    </message>
    <message>
        <source>Keep as dataset…</source>
        <translation>データセットとして保存…</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>所要時間</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>none kept yet</source>
        <translation>まだ保存されていません</translation>
    </message>
    <message>
        <source>%1 kept, newest first</source>
        <translation>%1 件を保存、新しい順</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>ラベル…</translation>
    </message>
    <message>
        <source>What really happened, by the id of the request</source>
        <translation>実際の結果を、リクエスト ID ごとに</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SettingsPage</name>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 日</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>無期限</translation>
    </message>
    <message>
        <source>Requests at once</source>
        <translation>同時リクエスト数</translation>
    </message>
    <message>
        <source>More wait or run: they are told to come again</source>
        <translation>これを超えると、後で再試行するよう返します</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>A slower answer counts against a canary</source>
        <translation>これより遅い回答はカナリアの失点になります</translation>
    </message>
    <message>
        <source>Requests kept</source>
        <translation>保存するリクエスト</translation>
    </message>
    <message>
        <source>With their answers, for the Requests tab and for datasets</source>
        <translation>回答とともに、「リクエスト」タブとデータセットのために</translation>
    </message>
    <message>
        <source>Kept for</source>
        <translation>保存期間</translation>
    </message>
    <message>
        <source>Older ones go by themselves</source>
        <translation>古いものは自動で消えます</translation>
    </message>
    <message>
        <source>Columns not kept</source>
        <translation>保存しない列</translation>
    </message>
    <message>
        <source>Names with commas between them</source>
        <translation>名前をコンマで区切ります</translation>
    </message>
    <message>
        <source>Delete endpoint…</source>
        <translation>エンドポイントを削除…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation>設定を保存</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>A request without an answer by then gets 504</source>
        <translation>それまでに回答がないリクエストには 504 を返します</translation>
    </message>
    <message>
        <source>Latency budget</source>
        <translation>レイテンシーの上限</translation>
    </message>
    <message>
        <source>Responsibility</source>
        <translation>担当</translation>
    </message>
    <message>
        <source>any</source>
        <translation>無制限</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Who answers for it; by itself who made it</source>
        <translation>責任を持つ人。空なら作成者</translation>
    </message>
    <message>
        <source>Deputy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>When the owner cannot</source>
        <translation>所有者が対応できないとき</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>ランブック</translation>
    </message>
    <message>
        <source>Where it says what to do when it fails</source>
        <translation>障害時の手順がある場所</translation>
    </message>
    <message>
        <source>Greatest age of its model</source>
        <translation>モデルの最大経過日数</translation>
    </message>
    <message>
        <source>Since the version was registered; a check fails beyond it</source>
        <translation>バージョン登録からの日数。超えるとチェックが失敗します</translation>
    </message>
    <message>
        <source>Callers</source>
        <translation>呼び出し元</translation>
    </message>
    <message>
        <source>People whose access tokens may ask, with commas between them; nobody named: everybody</source>
        <translation>アクセストークンで呼び出せる人。コンマ区切り、空なら全員</translation>
    </message>
</context>
<context>
    <name>tatara::ui::StepView</name>
    <message>
        <source>What the command said</source>
        <translation>コマンドの出力</translation>
    </message>
    <message>
        <source>With your own for what stands in capitals</source>
        <translation>大文字の部分はご自身のものに置き換えてください</translation>
    </message>
    <message>
        <source>%1 is not on this machine</source>
        <translation>このマシンに %1 がありません</translation>
    </message>
    <message>
        <source>Looks only, changes nothing</source>
        <translation>確認のみで、何も変更しません</translation>
    </message>
    <message>
        <source>Sends something; asks first</source>
        <translation>送信します。その前に確認します</translation>
    </message>
    <message>
        <source>Stays on this machine</source>
        <translation>このマシンの中だけで完結します</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>ドライラン</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>実行…</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>After a dry run that went well</source>
        <translation>ドライランが成功すると実行できます</translation>
    </message>
    <message>
        <source>Run this command?</source>
        <translation>このコマンドを実行しますか？</translation>
    </message>
    <message>
        <source>%1

It sends something from this machine.</source>
        <translation>%1

このマシンから外へ送信します。</translation>
    </message>
    <message>
        <source>Run command</source>
        <translation>コマンドを実行</translation>
    </message>
    <message>
        <source>Went well</source>
        <translation>成功しました</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗しました</translation>
    </message>
    <message>
        <source>It said nothing</source>
        <translation>出力はありません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TrafficSlider</name>
    <message>
        <source>Traffic</source>
        <translation>トラフィック</translation>
    </message>
</context>
<context>
    <name>tatara::ui::TryPage</name>
    <message>
        <source>Dataset %1</source>
        <translation>データセット %1</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>one JSON object; columns by name</source>
        <translation>1 つの JSON オブジェクト（列名ごと）</translation>
    </message>
    <message>
        <source>Last request</source>
        <translation>直近のリクエスト</translation>
    </message>
    <message>
        <source>Where the row is from</source>
        <translation>行の取得元</translation>
    </message>
    <message>
        <source>Row number</source>
        <translation>行番号</translation>
    </message>
    <message>
        <source>row </source>
        <translation>行 </translation>
    </message>
    <message>
        <source>Take this row</source>
        <translation>この行を使う</translation>
    </message>
    <message>
        <source>Row as JSON</source>
        <translation>JSON の行</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>整形</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>of each version, to the same row</source>
        <translation>同じ行への各バージョンの回答</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>The model server is not running</source>
        <translation>モデルサーバーが動いていません</translation>
    </message>
    <message>
        <source>One row is an object: {&quot;column&quot;: value}</source>
        <translation>1 行はオブジェクトです: {&quot;列&quot;: 値}</translation>
    </message>
    <message>
        <source>Nothing sent yet</source>
        <translation>まだ送信していません</translation>
    </message>
    <message>
        <source>Send the row to see what each version answers</source>
        <translation>行を送ると各バージョンの回答が見られます</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>応答あり</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>到達できません</translation>
    </message>
    <message>
        <source>Refused (%1)</source>
        <translation>拒否 (%1)</translation>
    </message>
    <message>
        <source>%1 %2 against %3</source>
        <translation>%3 に対して %1 %2</translation>
    </message>
    <message>
        <source>Token that is shown to the server; it is kept nowhere</source>
        <translation>サーバーに示すトークン。どこにも保存されません</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
</context>
</TS>
