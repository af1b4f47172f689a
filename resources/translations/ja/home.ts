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
    <name>tatara::ui::HomePanel</name>
    <message>
        <source>Home</source>
        <translation>ホーム</translation>
    </message>
    <message>
        <source>Import runs</source>
        <translation>実行を取り込む</translation>
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
        <source>No change</source>
        <translation>変化なし</translation>
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
    <message numerus="yes">
        <source>in %n experiments</source>
        <translation>
            <numerusform>%n 件の実験</numerusform>
        </translation>
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
