<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>tatara::ui::ActList</name>
    <message>
        <source>Entries</source>
        <translation>エントリー</translation>
    </message>
    <message>
        <source>Today, %1</source>
        <translation>今日、%1</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>「%1」</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>署名済み</translation>
    </message>
    <message>
        <source>not sealed</source>
        <translation>未封印</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ActWords</name>
    <message>
        <source>review %1</source>
        <translation>レビュー %1</translation>
    </message>
    <message>
        <source>access token %1</source>
        <translation>アクセストークン %1</translation>
    </message>
    <message>
        <source>the policy</source>
        <translation>ポリシー</translation>
    </message>
    <message>
        <source>created the model %1</source>
        <translation>モデル %1 を作成</translation>
    </message>
    <message>
        <source>Create a model</source>
        <translation>モデルの作成</translation>
    </message>
    <message>
        <source>renamed the model %4 to %1</source>
        <translation>モデル %4 を %1 に改名</translation>
    </message>
    <message>
        <source>Rename a model</source>
        <translation>モデル名の変更</translation>
    </message>
    <message>
        <source>deleted the model %1</source>
        <translation>モデル %1 を削除</translation>
    </message>
    <message>
        <source>Delete a model</source>
        <translation>モデルの削除</translation>
    </message>
    <message>
        <source>changed the facts of %1</source>
        <translation>%1 の基本情報を変更</translation>
    </message>
    <message>
        <source>Change facts</source>
        <translation>基本情報の変更</translation>
    </message>
    <message>
        <source>registered %1</source>
        <translation>%1 を登録</translation>
    </message>
    <message>
        <source>Register a version</source>
        <translation>バージョンの登録</translation>
    </message>
    <message>
        <source>deleted %1</source>
        <translation>%1 を削除</translation>
    </message>
    <message>
        <source>Delete a version</source>
        <translation>バージョンの削除</translation>
    </message>
    <message>
        <source>archived %1</source>
        <translation>%1 をアーカイブ</translation>
    </message>
    <message>
        <source>Archive a version</source>
        <translation>バージョンのアーカイブ</translation>
    </message>
    <message>
        <source>brought %1 back from the archive</source>
        <translation>%1 をアーカイブから戻した</translation>
    </message>
    <message>
        <source>Restore a version</source>
        <translation>バージョンの復元</translation>
    </message>
    <message>
        <source>exported %1</source>
        <translation>%1 をエクスポート</translation>
    </message>
    <message>
        <source>Export a version</source>
        <translation>バージョンのエクスポート</translation>
    </message>
    <message>
        <source>moved @%2 of %1 to v%3</source>
        <translation>%1 の @%2 を v%3 へ移動</translation>
    </message>
    <message>
        <source>Set an alias</source>
        <translation>エイリアスの設定</translation>
    </message>
    <message>
        <source>removed @%2 from %1</source>
        <translation>%1 から @%2 を削除</translation>
    </message>
    <message>
        <source>Remove an alias</source>
        <translation>エイリアスの削除</translation>
    </message>
    <message>
        <source>moved %1 to the stage %3</source>
        <translation>%1 をステージ %3 へ移動</translation>
    </message>
    <message>
        <source>Set a stage</source>
        <translation>ステージの設定</translation>
    </message>
    <message>
        <source>overrode the policy on %1</source>
        <translation>%1 のポリシーを上書き</translation>
    </message>
    <message>
        <source>Override the policy</source>
        <translation>ポリシーの上書き</translation>
    </message>
    <message>
        <source>looked at an override of the policy on %1</source>
        <translation>%1 のポリシー上書きを確認</translation>
    </message>
    <message>
        <source>Look at an override</source>
        <translation>上書きの確認</translation>
    </message>
    <message>
        <source>opened %1</source>
        <translation>%1 を開始</translation>
    </message>
    <message>
        <source>Open a review</source>
        <translation>レビューの開始</translation>
    </message>
    <message>
        <source>approved in %1</source>
        <translation>%1 で承認</translation>
    </message>
    <message>
        <source>Approve in a review</source>
        <translation>レビューでの承認</translation>
    </message>
    <message>
        <source>asked for changes in %1</source>
        <translation>%1 で変更を要求</translation>
    </message>
    <message>
        <source>Request changes</source>
        <translation>変更の要求</translation>
    </message>
    <message>
        <source>rejected in %1</source>
        <translation>%1 で却下</translation>
    </message>
    <message>
        <source>Reject in a review</source>
        <translation>レビューでの却下</translation>
    </message>
    <message>
        <source>commented in %1</source>
        <translation>%1 にコメント</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>acknowledged in %1 that a gate does not pass</source>
        <translation>%1 でゲートの不合格を了承</translation>
    </message>
    <message>
        <source>Acknowledge a gate</source>
        <translation>ゲートの了承</translation>
    </message>
    <message>
        <source>asked %3 to look at %1</source>
        <translation>%3 に %1 を依頼</translation>
    </message>
    <message>
        <source>Ask a reviewer</source>
        <translation>レビュアーへの依頼</translation>
    </message>
    <message>
        <source>set a due date for %1</source>
        <translation>%1 の期限を設定</translation>
    </message>
    <message>
        <source>Set a due date</source>
        <translation>期限の設定</translation>
    </message>
    <message>
        <source>withdrew %1</source>
        <translation>%1 を取り下げ</translation>
    </message>
    <message>
        <source>Withdraw a review</source>
        <translation>レビューの取り下げ</translation>
    </message>
    <message>
        <source>reopened %1</source>
        <translation>%1 を再開</translation>
    </message>
    <message>
        <source>Reopen a review</source>
        <translation>レビューの再開</translation>
    </message>
    <message>
        <source>wrote %1</source>
        <translation>%1を作成</translation>
    </message>
    <message>
        <source>Write a policy</source>
        <translation>ポリシーの作成</translation>
    </message>
    <message>
        <source>changed %1</source>
        <translation>%1を変更</translation>
    </message>
    <message>
        <source>Change the policy</source>
        <translation>ポリシーの変更</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>%1 を発行</translation>
    </message>
    <message>
        <source>Make an access token</source>
        <translation>アクセストークンの発行</translation>
    </message>
    <message>
        <source>revoked %1</source>
        <translation>%1 を失効</translation>
    </message>
    <message>
        <source>Revoke an access token</source>
        <translation>アクセストークンの失効</translation>
    </message>
    <message>
        <source>imported a bundle of models</source>
        <translation>モデルのバンドルを取り込み</translation>
    </message>
    <message>
        <source>Import a bundle</source>
        <translation>バンドルの取り込み</translation>
    </message>
    <message>
        <source>made the endpoint %1</source>
        <translation>エンドポイント %1 を作成</translation>
    </message>
    <message>
        <source>Make an endpoint</source>
        <translation>エンドポイントの作成</translation>
    </message>
    <message>
        <source>set the traffic of %1</source>
        <translation>%1 のトラフィックを設定</translation>
    </message>
    <message>
        <source>Set traffic</source>
        <translation>トラフィックの設定</translation>
    </message>
    <message>
        <source>rolled %1 back</source>
        <translation>%1 をロールバック</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>ロールバック</translation>
    </message>
    <message>
        <source>changed the settings of %1</source>
        <translation>%1 の設定を変更</translation>
    </message>
    <message>
        <source>Change an endpoint</source>
        <translation>エンドポイントの変更</translation>
    </message>
    <message>
        <source>deleted the endpoint %1</source>
        <translation>エンドポイント %1 を削除</translation>
    </message>
    <message>
        <source>Delete an endpoint</source>
        <translation>エンドポイントの削除</translation>
    </message>
    <message>
        <source>erased logged requests of %1</source>
        <translation>%1 の記録済みリクエストを消去</translation>
    </message>
    <message>
        <source>Erase logged requests</source>
        <translation>記録済みリクエストの消去</translation>
    </message>
    <message>
        <source>started a canary on %1</source>
        <translation>%1 でカナリアを開始</translation>
    </message>
    <message>
        <source>Start a canary</source>
        <translation>カナリアの開始</translation>
    </message>
    <message>
        <source>raised the canary on %1</source>
        <translation>%1 のカナリアを拡大</translation>
    </message>
    <message>
        <source>Raise a canary</source>
        <translation>カナリアの拡大</translation>
    </message>
    <message>
        <source>stopped the canary on %1</source>
        <translation>%1 のカナリアを停止</translation>
    </message>
    <message>
        <source>Stop a canary</source>
        <translation>カナリアの停止</translation>
    </message>
    <message>
        <source>promoted the canary on %1</source>
        <translation>%1 のカナリアを昇格</translation>
    </message>
    <message>
        <source>Promote a canary</source>
        <translation>カナリアの昇格</translation>
    </message>
    <message>
        <source>held the canary on %1</source>
        <translation>%1 のカナリアを保留</translation>
    </message>
    <message>
        <source>Hold a canary</source>
        <translation>カナリアの保留</translation>
    </message>
    <message>
        <source>let the canary on %1 go on</source>
        <translation>%1 のカナリアを再開</translation>
    </message>
    <message>
        <source>Resume a canary</source>
        <translation>カナリアの再開</translation>
    </message>
    <message>
        <source>v%1 shadow</source>
        <translation>v%1 シャドー</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ActivityPanel</name>
    <message>
        <source>Activity exported</source>
        <translation>アクティビティを書き出しました</translation>
    </message>
    <message>
        <source>Exporting activity</source>
        <translation>アクティビティの書き出し</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>検証中</translation>
    </message>
    <message>
        <source>Verify again</source>
        <translation>再検証</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <source>Search objects, values and reasons</source>
        <translation>対象・値・理由を検索</translation>
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
        <source>Period</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>全員</translation>
    </message>
    <message>
        <source>All acts</source>
        <translation>すべての操作</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>全期間</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>過去 24 時間</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>過去 7 日</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>過去 30 日</translation>
    </message>
    <message>
        <source>the newest %1</source>
        <translation>新しい順に %1 件</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>No entry matches</source>
        <translation>該当する記録はありません</translation>
    </message>
    <message>
        <source>Acts on models, versions, aliases and reviews are recorded here</source>
        <translation>モデル、バージョン、エイリアス、レビューへの操作がここに記録されます</translation>
    </message>
    <message>
        <source>Not verified</source>
        <translation>未検証</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>検証済み</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>Entries shown, as CSV…</source>
        <translation>表示中の記録を CSV で…</translation>
    </message>
    <message>
        <source>The whole chain, verifiable by anyone…</source>
        <translation>誰でも検証できる全記録…</translation>
    </message>
    <message>
        <source>Export activity</source>
        <translation>アクティビティの書き出し</translation>
    </message>
    <message>
        <source>%1 and before</source>
        <translation>%1 以前</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>前のタブ</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>次のタブ</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Tasks, %1 running</source>
        <translation>タスク（実行中 %1 件）</translation>
    </message>
    <message>
        <source>of this workspace: running, and ended in the last 24 hours</source>
        <translation>このワークスペースの実行中と、過去 24 時間に終わったもの</translation>
    </message>
    <message>
        <source>Clear ended</source>
        <translation>終わったものを消す</translation>
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
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>リンクをコピー</translation>
    </message>
    <message>
        <source>The chain is verified to entry %1</source>
        <translation>チェーンはエントリー %1 まで検証済みです</translation>
    </message>
    <message>
        <source>The chain is broken at entry %1</source>
        <translation>チェーンはエントリー %1 で壊れています</translation>
    </message>
</context>
<context>
    <name>tatara::ui::DayScrubber</name>
    <message>
        <source>Entries by day</source>
        <translation>日ごとの記録数</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ～ %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n entries</source>
        <translation>
            <numerusform>%1: %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::EntryCard</name>
    <message>
        <source>Entry</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>Open what it is about</source>
        <translation>対象を開く</translation>
    </message>
    <message>
        <source>Choose an entry</source>
        <translation>記録を選んでください</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>担当者</translation>
    </message>
    <message>
        <source>Known by</source>
        <translation>本人確認</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>記録なし</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>変更前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>SSH key</source>
        <translation>SSH 鍵</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>not sealed yet</source>
        <translation>まだ封印されていません</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
</context>
<context>
    <name>tatara::ui::NoticePage</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>since this workspace was opened</source>
        <translation>このワークスペースを開いてから</translation>
    </message>
    <message>
        <source>The bell tells of</source>
        <translation>ベルで知らせること</translation>
    </message>
    <message>
        <source>Runs that fail</source>
        <translation>失敗した実行</translation>
    </message>
    <message>
        <source>Runs that finish or are stopped</source>
        <translation>終了または停止した実行</translation>
    </message>
    <message>
        <source>Tasks that end</source>
        <translation>終わったタスク</translation>
    </message>
    <message>
        <source>From the next event on. Nothing leaves this machine, and nothing pops up over other windows.</source>
        <translation>次の出来事から有効です。このマシンの外には何も送られず、ほかのウィンドウの上に表示されることもありません。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>まだ何も起きていません</translation>
    </message>
    <message>
        <source>Tasks that end and runs that fail are told of here</source>
        <translation>終わったタスクと失敗した実行がここに表示されます</translation>
    </message>
</context>
</TS>
