<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>tatara::ui::ActivityList</name>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>created model %1</source>
        <translation>モデル %1 を作成しました</translation>
    </message>
    <message>
        <source>registered %1 v%2</source>
        <translation>%1 v%2 を登録しました</translation>
    </message>
    <message>
        <source>set alias %1 of %2 to v%3</source>
        <translation>%2 の別名 %1 を v%3 に設定しました</translation>
    </message>
    <message>
        <source>removed alias %1 of %2</source>
        <translation>%2 の別名 %1 を外しました</translation>
    </message>
    <message>
        <source>moved %1 v%2 to stage %3</source>
        <translation>%1 v%2 をステージ %3 に移しました</translation>
    </message>
    <message>
        <source>deleted %1 v%2</source>
        <translation>%1 v%2 を削除しました</translation>
    </message>
    <message>
        <source>deleted model %1</source>
        <translation>モデル %1 を削除しました</translation>
    </message>
    <message>
        <source>renamed model %1 to %2</source>
        <translation>モデル %1 の名前を %2 に変えました</translation>
    </message>
    <message>
        <source>archived %1 v%2</source>
        <translation>%1 v%2 をアーカイブしました</translation>
    </message>
    <message>
        <source>restored %1 v%2</source>
        <translation>%1 v%2 を復元しました</translation>
    </message>
    <message>
        <source>asked for review %1</source>
        <translation>レビュー %1 を依頼しました</translation>
    </message>
    <message>
        <source>approved review %1</source>
        <translation>レビュー %1 を承認しました</translation>
    </message>
    <message>
        <source>rejected review %1</source>
        <translation>レビュー %1 を却下しました</translation>
    </message>
    <message>
        <source>commented on review %1</source>
        <translation>レビュー %1 にコメントしました</translation>
    </message>
    <message>
        <source>withdrew review %1</source>
        <translation>レビュー %1 を取り下げました</translation>
    </message>
    <message>
        <source>reopened review %1</source>
        <translation>レビュー %1 を再開しました</translation>
    </message>
    <message>
        <source>wrote a policy</source>
        <translation>ポリシーを作成しました</translation>
    </message>
    <message>
        <source>changed the policy</source>
        <translation>ポリシーを変更しました</translation>
    </message>
    <message>
        <source>overrode the policy on %1</source>
        <translation>%1 でポリシーを上書きしました</translation>
    </message>
    <message>
        <source>created access token %1</source>
        <translation>アクセストークン %1 を作成しました</translation>
    </message>
    <message>
        <source>revoked access token %1</source>
        <translation>アクセストークン %1 を取り消しました</translation>
    </message>
    <message>
        <source>created endpoint %1</source>
        <translation>エンドポイント %1 を作成しました</translation>
    </message>
    <message>
        <source>moved traffic of %1</source>
        <translation>%1 のトラフィックを移しました</translation>
    </message>
    <message>
        <source>rolled back %1</source>
        <translation>%1 をロールバックしました</translation>
    </message>
    <message>
        <source>changed settings of %1</source>
        <translation>%1 の設定を変更しました</translation>
    </message>
    <message>
        <source>deleted endpoint %1</source>
        <translation>エンドポイント %1 を削除しました</translation>
    </message>
    <message>
        <source>started a canary on %1</source>
        <translation>%1 でカナリアを開始しました</translation>
    </message>
    <message>
        <source>moved the canary on %1 on</source>
        <translation>%1 のカナリアを進めました</translation>
    </message>
    <message>
        <source>stopped the canary on %1</source>
        <translation>%1 のカナリアを停止しました</translation>
    </message>
    <message>
        <source>promoted the canary on %1</source>
        <translation>%1 のカナリアを昇格しました</translation>
    </message>
</context>
<context>
    <name>tatara::ui::AttentionList</name>
    <message>
        <source>Needs attention</source>
        <translation>対応が必要な項目</translation>
    </message>
    <message>
        <source>%1 · says it is running since %2</source>
        <translation>%1・%2 から実行中のままです</translation>
    </message>
    <message>
        <source>%1 · after %2</source>
        <translation>%1・開始から %2</translation>
    </message>
    <message>
        <source>Run %1 failed</source>
        <translation>実行 %1 が失敗しました</translation>
    </message>
    <message>
        <source>Run %1 never ended</source>
        <translation>実行 %1 が終わっていません</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>実行を開く</translation>
    </message>
    <message>
        <source>%1 v%2 is approved and can become %3</source>
        <translation>%1 v%2 は承認済みで、%3 にできます</translation>
    </message>
    <message>
        <source>Review of %1 v%2 waits for you</source>
        <translation>%1 v%2 のレビューがあなたを待っています</translation>
    </message>
    <message>
        <source>%1 asks: %2</source>
        <translation>%1 の依頼: %2</translation>
    </message>
    <message>
        <source>due %1 · %2</source>
        <translation>期限 %1 · %2</translation>
    </message>
    <message>
        <source>Open review</source>
        <translation>レビューを開く</translation>
    </message>
    <message>
        <source>%1 v%2 is champion and no endpoint serves it</source>
        <translation>%1 v%2 はチャンピオンですが、配信するエンドポイントがありません</translation>
    </message>
    <message>
        <source>%1 v%2 is approved and no endpoint serves it</source>
        <translation>%1 v%2 は承認済みですが、配信するエンドポイントがありません</translation>
    </message>
    <message>
        <source>The model has no endpoint yet</source>
        <translation>このモデルのエンドポイントはまだありません</translation>
    </message>
    <message>
        <source>%1 serves v%2</source>
        <translation>%1 は v%2 を配信しています</translation>
    </message>
    <message>
        <source>Deploy…</source>
        <translation>デプロイ…</translation>
    </message>
    <message>
        <source>%1 overrode the policy on %2</source>
        <translation>%1 さんが %2 のポリシーを上書きしました</translation>
    </message>
    <message>
        <source>Champion %1 v%2 is to be looked at again</source>
        <translation>チャンピオン %1 v%2 は見直しの期限が過ぎています</translation>
    </message>
    <message>
        <source>without a reason</source>
        <translation>理由なし</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>期限 %1</translation>
    </message>
    <message>
        <source>%1 · owner %2</source>
        <translation>%1 · 責任者 %2</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>モデルを開く</translation>
    </message>
    <message>
        <source>Review of %1 v%2 is under way</source>
        <translation>%1 v%2 のレビューが進行中です</translation>
    </message>
</context>
<context>
    <name>tatara::ui::BestChart</name>
    <message>
        <source>Best value over time</source>
        <translation>最良値の推移</translation>
    </message>
    <message>
        <source>No run in this time</source>
        <translation>この期間に実行はありません</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>実行 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>champion %1 %2</source>
        <translation>チャンピオン %1 %2</translation>
    </message>
    <message>
        <source>%1, better than all before</source>
        <translation>%1、それまでの最良</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExperimentList</name>
    <message>
        <source>Experiments, last 14 runs</source>
        <translation>実験、直近 14 回の実行</translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>実行 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>best %1 %2</source>
        <translation>最良 %1 %2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::HomeFigures</name>
    <message>
        <source>No change</source>
        <translation>変化なし</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Champion&apos;s %1</source>
        <translation>チャンピオンの %1</translation>
    </message>
    <message>
        <source>%1 of v%2</source>
        <translation>v%2 の %1</translation>
    </message>
    <message>
        <source>Best %1</source>
        <translation>最良の %1</translation>
    </message>
    <message>
        <source>Better than a week ago</source>
        <translation>1 週間前からの改善</translation>
    </message>
    <message>
        <source>Better than the first run</source>
        <translation>最初の実行からの改善</translation>
    </message>
    <message>
        <source>Runs in 24 h</source>
        <translation>24 時間の実行</translation>
    </message>
    <message>
        <source>%1 finished · %2 failed</source>
        <translation>完了 %1・失敗 %2</translation>
    </message>
    <message>
        <source>Running now</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>No run in progress</source>
        <translation>実行中のものはありません</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>すべての実行</translation>
    </message>
    <message numerus="yes">
        <source>in %n experiments</source>
        <translation>
            <numerusform>%n 件の実験</numerusform>
        </translation>
    </message>
    <message>
        <source>Failed in 7 days</source>
        <translation>7 日間の失敗</translation>
    </message>
    <message>
        <source>No run failed</source>
        <translation>失敗した実行はありません</translation>
    </message>
    <message>
        <source>listed below</source>
        <translation>下の一覧にあります</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>エンドポイント</translation>
    </message>
    <message numerus="yes">
        <source>%n split(s) traffic</source>
        <translation>
            <numerusform>%n 件がトラフィックを分配中</numerusform>
        </translation>
    </message>
    <message>
        <source>Wrong answers, 7 days</source>
        <translation>誤答率（7 日）</translation>
    </message>
    <message>
        <source>Live MAE, 7 days</source>
        <translation>本番の MAE（7 日）</translation>
    </message>
    <message>
        <source>Same as the week before</source>
        <translation>先週と同じ</translation>
    </message>
    <message>
        <source>%1 %2 than the week before</source>
        <translation>%1 %2 先週比</translation>
    </message>
    <message>
        <source>Reviews under way</source>
        <translation>進行中のレビュー</translation>
    </message>
    <message>
        <source>None waits</source>
        <translation>待っているものはありません</translation>
    </message>
    <message>
        <source>Registered models</source>
        <translation>登録済みモデル</translation>
    </message>
    <message>
        <source>Metric of the champion</source>
        <translation>チャンピオンの指標</translation>
    </message>
    <message>
        <source>Best candidate</source>
        <translation>最良の候補</translation>
    </message>
    <message>
        <source>Best run</source>
        <translation>最良の実行</translation>
    </message>
    <message>
        <source>Gain in a week</source>
        <translation>1 週間の改善</translation>
    </message>
    <message>
        <source>Live error, 7 days</source>
        <translation>本番の誤差（7 日）</translation>
    </message>
    <message>
        <source>Nothing of the kind yet</source>
        <translation>まだありません</translation>
    </message>
</context>
<context>
    <name>tatara::ui::HomePanel</name>
    <message>
        <source>Home</source>
        <translation>ホーム</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>実行を比較</translation>
    </message>
    <message>
        <source>Connect training code</source>
        <translation>学習コードを接続</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>対応が必要な項目</translation>
    </message>
    <message>
        <source>Nothing needs you</source>
        <translation>対応が必要な項目はありません</translation>
    </message>
    <message>
        <source>Runs that fail, and runs that never end, are listed here</source>
        <translation>失敗した実行や終わらない実行がここに表示されます</translation>
    </message>
    <message>
        <source>Best value over time</source>
        <translation>最良値の推移</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 日</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 日</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全期間</translation>
    </message>
    <message>
        <source>Choose experiment</source>
        <translation>実験を選択</translation>
    </message>
    <message>
        <source>Recent runs</source>
        <translation>最近の実行</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>すべての実行</translation>
    </message>
    <message>
        <source>Experiments</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>last 14 runs</source>
        <translation>直近 14 回</translation>
    </message>
    <message>
        <source>1  Record a run</source>
        <translation>1  実行を記録する</translation>
    </message>
    <message>
        <source>Any script that logs with MLflow needs two lines more. Its curves grow here while it trains.</source>
        <translation>MLflow で記録するスクリプトに 2 行加えるだけです。学習中の曲線がここで伸びていきます。</translation>
    </message>
    <message>
        <source>2  Bring runs along</source>
        <translation>2  実行を取り込む</translation>
    </message>
    <message>
        <source>Choose an mlruns folder or an MLflow database, or drop it onto the window. Runs keep their ids and times.</source>
        <translation>mlruns フォルダーか MLflow のデータベースを選ぶか、ウィンドウにドロップしてください。実行の ID と時刻はそのまま残ります。</translation>
    </message>
    <message>
        <source>Import runs…</source>
        <translation>実行を取り込む…</translation>
    </message>
    <message>
        <source>3  Look around</source>
        <translation>3  見てみる</translation>
    </message>
    <message>
        <source>A workspace with simulated bike rentals, real training runs over them, and a registered model. It takes about a minute to make.</source>
        <translation>シミュレーションした貸自転車のデータと、それを使った本物の学習実行、登録済みモデルが入ったワークスペースです。作成には 1 分ほどかかります。</translation>
    </message>
    <message>
        <source>Open the example workspace</source>
        <translation>サンプルワークスペースを開く</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 件中 %1 件</translation>
    </message>
    <message>
        <source>no metric says yet which way is better</source>
        <translation>向きの分かる指標がまだありません</translation>
    </message>
    <message>
        <source>Best %1 over time</source>
        <translation>最良の %1 の推移</translation>
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
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1・%2</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>Register data</source>
        <translation>データを登録</translation>
    </message>
    <message>
        <source>Data can be looked at before any run: its types, problems and relations.</source>
        <translation>実行の前でも、データの型、問題、関係を調べられます。</translation>
    </message>
    <message>
        <source>Register data…</source>
        <translation>データを登録…</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新しい実行</translation>
    </message>
    <message>
        <source>This workspace is read-only</source>
        <translation>このワークスペースは読み取り専用です</translation>
    </message>
    <message>
        <source>Right-click a figure to choose another</source>
        <translation>数値を右クリックして別のものを選べます</translation>
    </message>
    <message>
        <source>Nothing until later</source>
        <translation>あとで表示されます</translation>
    </message>
    <message>
        <source>What you put off comes back by itself</source>
        <translation>後回しにした項目は自動的に戻ります</translation>
    </message>
    <message>
        <source>Bring it back now</source>
        <translation>今すぐ戻す</translation>
    </message>
    <message>
        <source>For me</source>
        <translation>自分宛て</translation>
    </message>
    <message>
        <source>Whole team</source>
        <translation>チーム全体</translation>
    </message>
    <message>
        <source>Whose items</source>
        <translation>対象者</translation>
    </message>
    <message>
        <source>All activity</source>
        <translation>すべて見る</translation>
    </message>
    <message>
        <source>Choose figure</source>
        <translation>数値を選択</translation>
    </message>
    <message>
        <source>What suits the workspace</source>
        <translation>ワークスペースに合わせる</translation>
    </message>
    <message numerus="yes">
        <source>%n put off</source>
        <translation>
            <numerusform>後回し %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>後回しにしました</translation>
    </message>
    <message>
        <source>Snooze for 1 h</source>
        <translation>1 時間後に再表示</translation>
    </message>
    <message>
        <source>Snooze until tomorrow</source>
        <translation>明日まで後回し</translation>
    </message>
    <message>
        <source>Mine after all</source>
        <translation>やはり自分の担当にする</translation>
    </message>
    <message>
        <source>Yours again</source>
        <translation>自分の担当に戻しました</translation>
    </message>
    <message>
        <source>Not mine</source>
        <translation>自分の担当ではない</translation>
    </message>
    <message>
        <source>Left to the team</source>
        <translation>チームに任せました</translation>
    </message>
    <message>
        <source>Bring back what was put off</source>
        <translation>後回しにした項目を戻す</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>戻しました</translation>
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
        <source>Copy ID</source>
        <translation>ID をコピー</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::PaletteText</name>
    <message>
        <source>Experiments</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>champion v%1</source>
        <translation>チャンピオン v%1</translation>
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
        <source>Copy ID</source>
        <translation>ID をコピー</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
    <message>
        <source>Show metrics</source>
        <translation>指標を表示</translation>
    </message>
    <message>
        <source>Show artifacts</source>
        <translation>アーティファクトを表示</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>データセット</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>保存済みビュー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RecentList</name>
    <message>
        <source>Recent runs</source>
        <translation>最近の実行</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
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
        <source>Primary metric</source>
        <translation>主要指標</translation>
    </message>
    <message>
        <source>Δ best</source>
        <translation>最良との差</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>By</source>
        <translation>実行者</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最良</translation>
    </message>
</context>
<context>
    <name>tatara::ui::StateLegend</name>
    <message>
        <source>%1 (outline)</source>
        <translation>%1（枠のみ）</translation>
    </message>
</context>
</TS>
