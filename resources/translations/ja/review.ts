<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
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
    <message>
        <source>the evidence was frozen anew</source>
        <translation>根拠が固定し直されました</translation>
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
</context>
<context>
    <name>tatara::ui::ChoiceCards</name>
    <message>
        <source>Your decision</source>
        <translation>あなたの判断</translation>
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
    <name>tatara::ui::FactTable</name>
    <message>
        <source>Run</source>
        <translation>ラン</translation>
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
    <message>
        <source>Data and code</source>
        <translation>データとコード</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメータ</translation>
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
    <name>tatara::ui::ImportanceTable</name>
    <message>
        <source>What matters most</source>
        <translation>効いている特徴</translation>
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
        <translation>ラン %1</translation>
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
        <translation>ランが記録した値です。このバージョンは測定されていないため、区間と判定はありません</translation>
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
    <message>
        <source>All %1 slices</source>
        <translation>全 %1 スライス</translation>
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
        <source>HTML (*.html);;Markdown (*.md)</source>
        <translation>HTML (*.html);;Markdown (*.md)</translation>
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
</TS>
