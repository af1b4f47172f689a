<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>FileText</name>
    <message>
        <source>%1, %2, not tried</source>
        <translation>%1、%2、試していません</translation>
    </message>
    <message>
        <source>%1 %2, %3, tried: it loads and answers</source>
        <translation>%1 %2、%3、試行済み: 読み込めて応答します</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>Takes %1 inputs: %2</source>
        <translation>入力は %1 個: %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>%1 (dangerous)</source>
        <translation>%1（危険）</translation>
    </message>
    <message>
        <source>%1 (unknown)</source>
        <translation>%1（不明）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Registering %1</source>
        <translation>%1 を登録しています</translation>
    </message>
    <message>
        <source>Registering the model</source>
        <translation>モデルの登録</translation>
    </message>
    <message>
        <source>%1 v%2 is registered</source>
        <translation>%1 v%2 を登録しました</translation>
    </message>
    <message>
        <source>Register a model file</source>
        <translation>モデルファイルを登録</translation>
    </message>
    <message>
        <source>Registered as</source>
        <translation>登録名</translation>
    </message>
    <message>
        <source>A model of this name gets a new version, else one is made</source>
        <translation>同名のモデルがあれば新しい版になり、なければ新しく作られます</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Register model</source>
        <translation>モデルを登録</translation>
    </message>
    <message>
        <source>A model needs a name</source>
        <translation>モデルには名前が必要です</translation>
    </message>
    <message>
        <source>Trying %1</source>
        <translation>%1 を試しています</translation>
    </message>
    <message>
        <source>This model cannot be registered</source>
        <translation>このモデルは登録できません</translation>
    </message>
    <message>
        <source>It is a model</source>
        <translation>モデルです</translation>
    </message>
    <message>
        <source>Reference profile of %1 v%2</source>
        <translation>%1 v%2 の参照プロファイル</translation>
    </message>
    <message>
        <source>Kept: live traffic can be held against the rows it was not trained on</source>
        <translation>保存しました。学習に使わなかった行と実際のリクエストを比べられます</translation>
    </message>
</context>
<context>
    <name>Phrase</name>
    <message>
        <source>There is no registered model &quot;%1&quot; in this workspace</source>
        <translation>このワークスペースに登録済みモデル「%1」はありません</translation>
    </message>
    <message>
        <source>The model &quot;%1&quot; has no version %2</source>
        <translation>モデル「%1」にバージョン %2 はありません</translation>
    </message>
    <message>
        <source>The facts of %1 were changed meanwhile; close this, look at them and change them again</source>
        <translation>%1 の情報はその間に変更されました。これを閉じて内容を確かめ、変更し直してください</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made: %2</source>
        <translation>フォルダー %1 を作れません：%2</translation>
    </message>
    <message>
        <source>The folder %1 is there already</source>
        <translation>フォルダー %1 はすでにあります</translation>
    </message>
    <message>
        <source>The process that runs the model answered no prediction</source>
        <translation>モデルを動かすプロセスが予測を返しませんでした</translation>
    </message>
    <message>
        <source>No socket can be made for the process that runs the model</source>
        <translation>モデルを動かすプロセスとのソケットを作れません</translation>
    </message>
    <message>
        <source>ended, and the system does not tell how</source>
        <translation>終了しました（終わり方は不明です）</translation>
    </message>
    <message>
        <source>was ended by signal %1 (%2)</source>
        <translation>シグナル %1（%2）で終了しました</translation>
    </message>
    <message>
        <source>ended with code %1</source>
        <translation>コード %1 で終了しました</translation>
    </message>
    <message>
        <source>The model file is damaged</source>
        <translation>モデルのファイルが壊れています</translation>
    </message>
    <message>
        <source>ONNX Runtime %1 is too old</source>
        <translation>ONNX Runtime %1 は古すぎます</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot start</source>
        <translation>ONNX Runtime を開始できません</translation>
    </message>
    <message>
        <source>The model asks for more memory than there is</source>
        <translation>モデルが空きより多くのメモリを要求しています</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The model&apos;s answer is larger than %1</source>
        <translation>モデルの回答が %1 を超えています</translation>
    </message>
    <message>
        <source>The model&apos;s file makes the library that reads it crash, and is not loaded: the process that tried it %1</source>
        <translation>モデルのファイルが、読み取るライブラリーを異常終了させるため読み込みません。試したプロセスは%1</translation>
    </message>
    <message>
        <source>The model did not load and answer within %1, and is not loaded</source>
        <translation>モデルは %1 以内に読み込まれて応答しなかったため、読み込みません</translation>
    </message>
    <message>
        <source>The model asks for more memory than the %1 it may have, and is not loaded</source>
        <translation>モデルは許された %1 より多くのメモリを要求するため、読み込みません</translation>
    </message>
    <message>
        <source>The model cannot be handed to the process that tries it</source>
        <translation>モデルを、試すプロセスに渡せません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a symbolic link, which is not followed; name the file itself</source>
        <translation>「%1」はシンボリックリンクで、たどりません。ファイルそのものを指定してください</translation>
    </message>
    <message>
        <source>The model file cannot be read</source>
        <translation>モデルのファイルを読み取れません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no ordinary file</source>
        <translation>「%1」は通常のファイルではありません</translation>
    </message>
    <message>
        <source>The model is too large: &apos;%1&apos; brings it over %2</source>
        <translation>モデルが大きすぎます。「%1」で %2 を超えます</translation>
    </message>
    <message>
        <source>There is no model: a folder with a file MLmodel is wanted, or one file that ends with .ubj, .json, .lgb, .txt or .onnx</source>
        <translation>モデルがありません。MLmodel ファイルのあるフォルダー、または .ubj、.json、.lgb、.txt、.onnx で終わる 1 つのファイルが必要です</translation>
    </message>
    <message>
        <source>The model is of the flavour %1; it can be run when it is saved with one of xgboost, lightgbm, onnx or python_function as well</source>
        <translation>モデルのフレーバーは %1 です。xgboost、lightgbm、onnx、python_function のいずれかでも保存されていれば動かせます</translation>
    </message>
    <message>
        <source>There is no model &apos;%1&apos;</source>
        <translation>モデル「%1」はありません</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is neither an ordinary file nor a folder</source>
        <translation>「%1」は通常のファイルでもフォルダーでもありません</translation>
    </message>
    <message>
        <source>The model&apos;s folder holds more than %1 files</source>
        <translation>モデルのフォルダーのファイルが %1 個を超えています</translation>
    </message>
    <message>
        <source>The model&apos;s folder cannot be read: %1</source>
        <translation>モデルのフォルダーを読み取れません: %1</translation>
    </message>
    <message>
        <source>The model takes %1 inputs, not %2</source>
        <translation>モデルの入力は %2 個ではなく %1 個です</translation>
    </message>
    <message>
        <source>The input &apos;%1&apos; is of %2 where the model takes %3</source>
        <translation>入力「%1」の型は %2 ですが、モデルは %3 を取ります</translation>
    </message>
    <message>
        <source>The inputs differ in their number of rows</source>
        <translation>入力の行数がそろっていません</translation>
    </message>
    <message>
        <source>The model&apos;s feature &apos;%1&apos; is not in its signature</source>
        <translation>モデルの特徴量「%1」がシグネチャにありません</translation>
    </message>
    <message>
        <source>The rows to predict at once are larger than %1</source>
        <translation>一度に予測する行が %1 を超えています</translation>
    </message>
    <message>
        <source>The model did not answer within %1 and was ended</source>
        <translation>モデルは %1 以内に応答しなかったため、終了させました</translation>
    </message>
    <message>
        <source>The model makes the library that runs it crash: its process %1</source>
        <translation>モデルが、動かすライブラリーを異常終了させます。そのプロセスは%1</translation>
    </message>
    <message>
        <source>The model makes the library that runs it crash: its process broke off the conversation and was ended</source>
        <translation>モデルが、動かすライブラリーを異常終了させます。そのプロセスはやり取りを打ち切ったため、終了させました</translation>
    </message>
    <message>
        <source>This is no LightGBM model in text form</source>
        <translation>テキスト形式の LightGBM モデルではありません</translation>
    </message>
    <message>
        <source>The LightGBM model holds bytes that are no text</source>
        <translation>LightGBM モデルに文字ではないバイトがあります</translation>
    </message>
    <message>
        <source>The model file is of LightGBM&apos;s form %1, where %2 reads v2 to v4; its predictions could not be trusted</source>
        <translation>モデルのファイルは LightGBM の形式 %1 ですが、%2 が読むのは v2 から v4 です。予測を信頼できません</translation>
    </message>
    <message>
        <source>The model was written by LightGBM %1, which is newer than %2; its predictions could not be trusted</source>
        <translation>モデルは %2 より新しい LightGBM %1 で書かれています。予測を信頼できません</translation>
    </message>
    <message>
        <source>The LightGBM model is damaged</source>
        <translation>LightGBM モデルが壊れています</translation>
    </message>
    <message>
        <source>LightGBM takes at most 2,147,483,647 rows at once</source>
        <translation>LightGBM が一度に取れるのは 2,147,483,647 行までです</translation>
    </message>
    <message>
        <source>LightGBM cannot predict this data</source>
        <translation>LightGBM はこのデータを予測できません</translation>
    </message>
    <message>
        <source>The names of the LightGBM model&apos;s features cannot be read</source>
        <translation>LightGBM モデルの特徴量の名前を読み取れません</translation>
    </message>
    <message>
        <source>The LightGBM model names no sound number of features and classes</source>
        <translation>LightGBM モデルの特徴量とクラスの数が正しくありません</translation>
    </message>
    <message>
        <source>The model takes text in &apos;%1&apos;; give its categories&apos; codes as numbers when the model is logged, or serve it by Python</source>
        <translation>モデルは「%1」に文字列を取ります。モデルを記録するときにカテゴリの番号を数値で与えるか、Python で配信してください</translation>
    </message>
    <message>
        <source>The model takes %1 features, and its signature speaks of %2</source>
        <translation>モデルの特徴量は %1 個ですが、シグネチャでは %2 個です</translation>
    </message>
    <message>
        <source>The model cannot predict this data</source>
        <translation>モデルはこのデータを予測できません</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot free memory</source>
        <translation>ONNX Runtime がメモリを解放できません</translation>
    </message>
    <message>
        <source>The model has no inputs</source>
        <translation>モデルに入力がありません</translation>
    </message>
    <message>
        <source>An input of the model has no name</source>
        <translation>モデルの入力に名前がないものがあります</translation>
    </message>
    <message>
        <source>The model has no outputs</source>
        <translation>モデルに出力がありません</translation>
    </message>
    <message>
        <source>An output of the model has no name</source>
        <translation>モデルの出力に名前がないものがあります</translation>
    </message>
    <message>
        <source>An input of the model has no type</source>
        <translation>モデルの入力に型がないものがあります</translation>
    </message>
    <message>
        <source>An input is no tensor</source>
        <translation>テンソルではない入力があります</translation>
    </message>
    <message>
        <source>The model&apos;s input &apos;%1&apos; is no tensor</source>
        <translation>モデルの入力「%1」はテンソルではありません</translation>
    </message>
    <message>
        <source>An input has no type</source>
        <translation>型のない入力があります</translation>
    </message>
    <message>
        <source>The model&apos;s input &apos;%1&apos; is of a type that cannot be sent (16-bit floats and complex numbers); add a cast to the model</source>
        <translation>モデルの入力「%1」は送れない型（16 ビット浮動小数点数か複素数）です。モデルに型変換を加えてください</translation>
    </message>
    <message>
        <source>An input has no shape</source>
        <translation>形のない入力があります</translation>
    </message>
    <message>
        <source>The model&apos;s inputs are not those of its signature</source>
        <translation>モデルの入力がシグネチャと一致しません</translation>
    </message>
    <message>
        <source>The model takes one matrix of numbers, and its signature speaks of text</source>
        <translation>モデルは数値の行列を 1 つ取りますが、シグネチャには文字列があります</translation>
    </message>
    <message>
        <source>The model&apos;s input &apos;%1&apos; is not of the type that its signature gives</source>
        <translation>モデルの入力「%1」の型がシグネチャと異なります</translation>
    </message>
    <message>
        <source>The input cannot be handed over</source>
        <translation>入力を渡せません</translation>
    </message>
    <message>
        <source>An output has no shape</source>
        <translation>形のない出力があります</translation>
    </message>
    <message>
        <source>An output has no type</source>
        <translation>型のない出力があります</translation>
    </message>
    <message>
        <source>The model&apos;s output &apos;%1&apos; is of a type that cannot be sent</source>
        <translation>モデルの出力「%1」は送れない型です</translation>
    </message>
    <message>
        <source>An output is no text</source>
        <translation>文字列ではない出力があります</translation>
    </message>
    <message>
        <source>An output has no values</source>
        <translation>値のない出力があります</translation>
    </message>
    <message>
        <source>The model&apos;s output &apos;%1&apos; is neither tensor nor list</source>
        <translation>モデルの出力「%1」はテンソルでもリストでもありません</translation>
    </message>
    <message>
        <source>An output has no length</source>
        <translation>長さのない出力があります</translation>
    </message>
    <message>
        <source>An output has a gap</source>
        <translation>欠けのある出力があります</translation>
    </message>
    <message>
        <source>The model&apos;s output &apos;%1&apos; is no table of probabilities</source>
        <translation>モデルの出力「%1」は確率の表ではありません</translation>
    </message>
    <message>
        <source>No temporary folder can be made for the model</source>
        <translation>モデルのための一時フォルダーを作れません</translation>
    </message>
    <message>
        <source>The model names a file outside its folder: &apos;%1&apos;</source>
        <translation>モデルがフォルダーの外のファイルを指しています:「%1」</translation>
    </message>
    <message>
        <source>The model cannot be laid out for Python</source>
        <translation>Python のためにモデルを書き出せません</translation>
    </message>
    <message>
        <source>The model&apos;s Python answered something that is no prediction</source>
        <translation>モデルの Python の回答が予測ではありません</translation>
    </message>
    <message>
        <source>The model runs in Python; name an interpreter with --python that has what it asks for</source>
        <translation>このモデルは Python で動きます。必要なものがそろったインタープリターを --python で指定してください</translation>
    </message>
    <message>
        <source>The model runs in Python; name an interpreter with --python that has what it asks for; it asks for: %1</source>
        <translation>このモデルは Python で動きます。必要なものがそろったインタープリターを --python で指定してください。必要なもの: %1</translation>
    </message>
    <message>
        <source>The model has no signature, so its inputs are unknown; log it with one (mlflow.models.infer_signature)</source>
        <translation>モデルにシグネチャがないため、入力が分かりません。シグネチャを付けて記録してください（mlflow.models.infer_signature）</translation>
    </message>
    <message>
        <source>The model cannot predict this data: %1</source>
        <translation>モデルはこのデータを予測できません: %1</translation>
    </message>
    <message>
        <source>The model&apos;s Python has ended and is started again in some seconds</source>
        <translation>モデルの Python が終了しました。数秒後に起動し直します</translation>
    </message>
    <message>
        <source>starting the model&apos;s Python</source>
        <translation>モデルの Python の起動</translation>
    </message>
    <message>
        <source>Python at %1 cannot load the model: %2</source>
        <translation>%1 の Python はモデルを読み込めません: %2</translation>
    </message>
    <message>
        <source>Python at %1 cannot load the model: %2; it asks for: %3</source>
        <translation>%1 の Python はモデルを読み込めません: %2。必要なもの: %3</translation>
    </message>
    <message>
        <source>The model&apos;s Python did not answer within %1 and was ended</source>
        <translation>モデルの Python は %1 以内に応答しなかったため、終了させました</translation>
    </message>
    <message>
        <source>The model&apos;s Python %1</source>
        <translation>モデルの Python は%1</translation>
    </message>
    <message>
        <source>The model&apos;s Python broke off the conversation and was ended</source>
        <translation>モデルの Python はやり取りを打ち切ったため、終了させました</translation>
    </message>
    <message>
        <source>The model takes text in &apos;%1&apos;, whose categories XGBoost&apos;s file does not hold; give their codes as numbers when the model is logged, or serve it by Python</source>
        <translation>モデルは「%1」に文字列を取りますが、XGBoost のファイルにはそのカテゴリがありません。モデルを記録するときに番号を数値で与えるか、Python で配信してください</translation>
    </message>
    <message>
        <source>The model&apos;s signature gives &apos;%1&apos; the type %2, which only a model run in Python takes</source>
        <translation>モデルのシグネチャでは「%1」の型が %2 ですが、この型は Python で動くモデルだけが取れます</translation>
    </message>
    <message>
        <source>A column of the model&apos;s signature has no type</source>
        <translation>モデルのシグネチャに型のない列があります</translation>
    </message>
    <message>
        <source>A tensor of the model&apos;s signature has no sound shape</source>
        <translation>モデルのシグネチャに正しい形のないテンソルがあります</translation>
    </message>
    <message>
        <source>The model&apos;s signature is no list of columns</source>
        <translation>モデルのシグネチャが列の一覧ではありません</translation>
    </message>
    <message>
        <source>A row of the model&apos;s signature has more than 100 million values</source>
        <translation>モデルのシグネチャの 1 行が 1 億個の値を超えています</translation>
    </message>
    <message>
        <source>reading MLmodel</source>
        <translation>MLmodel の読み取り</translation>
    </message>
    <message>
        <source>The file MLmodel names no flavour</source>
        <translation>MLmodel ファイルにフレーバーがありません</translation>
    </message>
    <message>
        <source>%1: %2 where the model takes %3</source>
        <translation>%1: %2 ですが、モデルは %3 を取ります</translation>
    </message>
    <message>
        <source>The model has no column &apos;%1&apos;; the nearest is &apos;%2&apos;</source>
        <translation>モデルに列「%1」はありません。近いのは「%2」です</translation>
    </message>
    <message>
        <source>The model has no column &apos;%1&apos;</source>
        <translation>モデルに列「%1」はありません</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; is given twice</source>
        <translation>列「%1」が 2 回あります</translation>
    </message>
    <message>
        <source>The column &apos;%1&apos; is missing; the model takes %2 there</source>
        <translation>列「%1」がありません。モデルはそこに %2 を取ります</translation>
    </message>
    <message>
        <source>The model&apos;s tatara_features.json is not of a form that this version knows</source>
        <translation>モデルの tatara_features.json はこのバージョンの知らない形式です</translation>
    </message>
    <message>
        <source>A feature of tatara_features.json has no name or no type</source>
        <translation>tatara_features.json に名前か型のない特徴量があります</translation>
    </message>
    <message>
        <source>%1: &apos;%2&apos; is no time in the form of the training data</source>
        <translation>%1:「%2」は学習データの形式の日時ではありません</translation>
    </message>
    <message>
        <source>%1: &apos;%2&apos; is no number</source>
        <translation>%1:「%2」は数値ではありません</translation>
    </message>
    <message>
        <source>The model gives another number of classes than it was trained with</source>
        <translation>モデルの出すクラスの数が学習時と異なります</translation>
    </message>
    <message>
        <source>A matrix needs as many values in each row as it has features</source>
        <translation>行列の各行には特徴量と同じ数の値が必要です</translation>
    </message>
    <message>
        <source>The data cannot be given to XGBoost</source>
        <translation>データを XGBoost に渡せません</translation>
    </message>
    <message>
        <source>XGBoost refused the names or types of the features</source>
        <translation>XGBoost が特徴量の名前か型を拒否しました</translation>
    </message>
    <message>
        <source>XGBoost refused the target</source>
        <translation>XGBoost が目的変数を拒否しました</translation>
    </message>
    <message>
        <source>XGBoost refused the weights</source>
        <translation>XGBoost が重みを拒否しました</translation>
    </message>
    <message>
        <source>XGBoost cannot start a model</source>
        <translation>XGBoost がモデルを開始できません</translation>
    </message>
    <message>
        <source>XGBoost refused %1=%2</source>
        <translation>XGBoost が %1=%2 を拒否しました</translation>
    </message>
    <message>
        <source>This is no XGBoost model in UBJ or JSON form</source>
        <translation>UBJ か JSON 形式の XGBoost モデルではありません</translation>
    </message>
    <message>
        <source>The model was written by XGBoost %1, which is newer than %2; its predictions could not be trusted</source>
        <translation>モデルは %2 より新しい XGBoost %1 で書かれています。予測を信頼できません</translation>
    </message>
    <message>
        <source>Training stopped in round %1</source>
        <translation>学習がラウンド %1 で止まりました</translation>
    </message>
    <message>
        <source>The metrics of round %1 cannot be computed</source>
        <translation>ラウンド %1 のメトリクスを計算できません</translation>
    </message>
    <message>
        <source>The model cannot be cut to its first %1 rounds</source>
        <translation>モデルを最初の %1 ラウンドに切り詰められません</translation>
    </message>
    <message>
        <source>The model has no rounds</source>
        <translation>モデルにラウンドがありません</translation>
    </message>
    <message>
        <source>The model cannot be saved</source>
        <translation>モデルを保存できません</translation>
    </message>
    <message>
        <source>The model&apos;s configuration cannot be read</source>
        <translation>モデルの設定を読み取れません</translation>
    </message>
    <message>
        <source>The importance of the features cannot be computed</source>
        <translation>特徴量の重要度を計算できません</translation>
    </message>
    <message>
        <source>The model&apos;s features cannot be read</source>
        <translation>モデルの特徴量を読み取れません</translation>
    </message>
    <message>
        <source>The model&apos;s attribute %1 cannot be set</source>
        <translation>モデルの属性 %1 を設定できません</translation>
    </message>
    <message>
        <source>The model&apos;s attribute %1 cannot be read</source>
        <translation>モデルの属性 %1 を読み取れません</translation>
    </message>
    <message>
        <source>The model&apos;s features cannot be counted</source>
        <translation>モデルの特徴量を数えられません</translation>
    </message>
    <message>
        <source>XGBoost refused the number of threads</source>
        <translation>XGBoost がスレッド数を拒否しました</translation>
    </message>
    <message>
        <source>XGBoost %1.%2.%3 was found where 3.2 is needed; other versions read models wrongly</source>
        <translation>XGBoost 3.2 が必要ですが、見つかったのは %1.%2.%3 です。ほかのバージョンはモデルを正しく読めません</translation>
    </message>
</context>
<context>
    <name>RequestText</name>
    <message>
        <source>Measuring %1 v%2 for its review</source>
        <translation>%1 v%2 をレビューのために測定中</translation>
    </message>
    <message>
        <source>Review %1 is open</source>
        <translation>レビュー %1 を開きました</translation>
    </message>
    <message>
        <source>Request a review of v%1</source>
        <translation>v%1 のレビューを依頼</translation>
    </message>
    <message>
        <source>Version %1 is measured beside version %2 on the rows that neither was trained on; that is the evidence others decide by. It takes a while.</source>
        <translation>バージョン %1 を、どちらの学習にも使われていない行でバージョン %2 と並べて測定します。それが判断の根拠になります。しばらくかかります。</translation>
    </message>
    <message>
        <source>Version %1 is measured on the rows that it was not trained on; that is the evidence others decide by. It takes a while.</source>
        <translation>バージョン %1 を、学習に使われていない行で測定します。それが判断の根拠になります。しばらくかかります。</translation>
    </message>
    <message>
        <source>Alias that it shall get</source>
        <translation>付けるエイリアス</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>What is better, and for whom</source>
        <translation>何が、誰にとって良くなるか</translation>
    </message>
    <message>
        <source>Ask by name</source>
        <translation>名前を挙げて依頼</translation>
    </message>
    <message>
        <source>People, with commas between; may be empty</source>
        <translation>人の名前（コンマ区切り）。空でもかまいません</translation>
    </message>
    <message>
        <source>Columns of groups to be treated alike</source>
        <translation>等しく扱うべきグループの列</translation>
    </message>
    <message>
        <source>For fairness between two classes, with commas between; may be empty</source>
        <translation>2 クラスの公平性のため（コンマ区切り）。空でもかまいません</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Request review</source>
        <translation>レビューを依頼</translation>
    </message>
    <message>
        <source>Name the alias</source>
        <translation>エイリアスを入力してください</translation>
    </message>
    <message>
        <source>Say why in a sentence</source>
        <translation>理由を一文で書いてください</translation>
    </message>
    <message>
        <source>Protect champions?</source>
        <translation>チャンピオンを保護しますか？</translation>
    </message>
    <message>
        <source>A policy is written into tatara.yaml: the alias champion of every model then moves only by a review that one other person approved, with evidence of at most 30 days. It holds for every program and every protocol. You can refine it in the file.</source>
        <translation>tatara.yaml にポリシーを書き込みます。以後、どのモデルのエイリアス champion も、別の 1 人が承認したレビュー（根拠は 30 日以内）でのみ移動します。すべてのプログラムとプロトコルに適用されます。内容はファイルで調整できます。</translation>
    </message>
    <message>
        <source>Who may approve</source>
        <translation>承認できる人</translation>
    </message>
    <message>
        <source>Accounts of this machine or persons of tokens, with commas between. Nobody approves what they asked for themselves</source>
        <translation>このマシンのアカウント、またはトークンの持ち主（コンマ区切り）。自分の依頼は自分では承認できません</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>Name at least one person</source>
        <translation>少なくとも 1 人を入力してください</translation>
    </message>
    <message>
        <source>Due by</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>By when it is to be decided; may be empty</source>
        <translation>いつまでに判断するか（空欄可）</translation>
    </message>
    <message>
        <source>Not a date; write it as 2027-01-15</source>
        <translation>日付ではありません。2027-01-15 のように書いてください</translation>
    </message>
</context>
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
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
</context>
<context>
    <name>tatara::ui::ComparisonPage</name>
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>same</source>
        <translation>同じ</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>変更あり</translation>
    </message>
    <message>
        <source>For callers</source>
        <translation>呼び出し側への影響</translation>
    </message>
    <message>
        <source>Metrics of the runs</source>
        <translation>実行のメトリクス</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>測定値</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>スライス</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメーター</translation>
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
        <source>Version on the left</source>
        <translation>左のバージョン</translation>
    </message>
    <message>
        <source>Version on the right</source>
        <translation>右のバージョン</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>左右を入れ替え</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>実行を比較</translation>
    </message>
    <message>
        <source>beside</source>
        <translation>と</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変化</translation>
    </message>
    <message>
        <source>breaks callers</source>
        <translation>呼び出しが失敗する</translation>
    </message>
    <message>
        <source>callers go on</source>
        <translation>呼び出しはそのまま動く</translation>
    </message>
    <message>
        <source>The signatures cannot be compared: %1</source>
        <translation>シグネチャを比較できません: %1</translation>
    </message>
    <message>
        <source>Not both have a signature</source>
        <translation>両方にシグネチャがあるわけではありません</translation>
    </message>
    <message>
        <source>Both take and give the same</source>
        <translation>入力も出力も同じです</translation>
    </message>
    <message>
        <source>Who calls %1 as before is answered</source>
        <translation>これまでどおり %1 を呼び出せます</translation>
    </message>
    <message>
        <source>Who calls %1 as before is refused, or misses an answer</source>
        <translation>これまでどおりに %1 を呼び出すと拒否されるか、答えが欠けます</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>意味</translation>
    </message>
    <message>
        <source>%1 and %2, last values</source>
        <translation>%1 と %2 の最後の値</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>実行なし</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>メトリクス</translation>
    </message>
    <message>
        <source>Their runs logged no metrics</source>
        <translation>実行にメトリクスが記録されていません</translation>
    </message>
    <message>
        <source>one beside the other, on the same rows</source>
        <translation>同じ行で並べて測定</translation>
    </message>
    <message>
        <source>what the evidence of each says</source>
        <translation>それぞれの根拠の値</translation>
    </message>
    <message>
        <source>Neither was measured yet; asking for a review measures</source>
        <translation>どちらもまだ測定されていません。レビューを依頼すると測定されます</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>%1 = %2</source>
        <translation>%1 = %2</translation>
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
        <source>There are no slices of both on the same rows</source>
        <translation>同じ行で測った両方のスライスはありません</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>No parameter differs</source>
        <translation>異なるパラメーターはありません</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>コミット</translation>
    </message>
    <message>
        <source>Uncommitted changes</source>
        <translation>未コミットの変更</translation>
    </message>
    <message>
        <source>Read by the run</source>
        <translation>実行が読んだもの</translation>
    </message>
    <message>
        <source>Their runs told neither data nor code</source>
        <translation>実行にデータもコードも記録されていません</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>Neither has files in this workspace</source>
        <translation>どちらのファイルもこのワークスペースにありません</translation>
    </message>
    <message>
        <source>only v%1</source>
        <translation>v%1 のみ</translation>
    </message>
    <message numerus="yes">
        <source>%n are the same</source>
        <translation>
            <numerusform>%n 個は同じ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::FactsSheet</name>
    <message>
        <source>Facts of %1</source>
        <translation>%1 の基本情報</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>責任者</translation>
    </message>
    <message>
        <source>Who answers for it</source>
        <translation>このモデルに責任を持つ人</translation>
    </message>
    <message>
        <source>Deputy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Who does when the owner is away</source>
        <translation>責任者の不在時に対応する人</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>手順書</translation>
    </message>
    <message>
        <source>Where it says what to do when it fails</source>
        <translation>障害時の対応が書かれている場所</translation>
    </message>
    <message>
        <source>Intended use</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>For whom, and what it must not be used for</source>
        <translation>対象と、使ってはならない目的</translation>
    </message>
    <message>
        <source>Risk tier</source>
        <translation>リスク区分</translation>
    </message>
    <message>
        <source>As policies name it, such as “high”</source>
        <translation>ポリシーでの呼び方（例: high）</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Such as Apache-2.0</source>
        <translation>例: Apache-2.0</translation>
    </message>
    <message>
        <source>Look again by</source>
        <translation>見直し期限</translation>
    </message>
    <message>
        <source>Year-month-day; a champion is then overdue on Home</source>
        <translation>年-月-日。過ぎるとホームに表示されます</translation>
    </message>
    <message>
        <source>Columns of personal data</source>
        <translation>個人データの列</translation>
    </message>
    <message>
        <source>With commas between; may be empty</source>
        <translation>コンマ区切り。空でもかまいません</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Save facts</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Not a date; write it as 2027-01-15</source>
        <translation>日付ではありません。2027-01-15 のように書いてください</translation>
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
    <message numerus="yes">
        <source>%n reviews open</source>
        <translation>
            <numerusform>レビュー %n 件が進行中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ModelPage</name>
    <message>
        <source>Compare runs</source>
        <translation>実行を比較</translation>
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
        <translation>実行</translation>
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
        <translation>メトリクスは各バージョンの実行の最終値</translation>
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
    <message>
        <source>Request review…</source>
        <translation>レビューを依頼…</translation>
    </message>
    <message>
        <source>Open review %1</source>
        <translation>レビュー %1 を開く</translation>
    </message>
    <message>
        <source>The policy lets champion move only by an approved review</source>
        <translation>ポリシーにより、チャンピオンは承認されたレビューでのみ移動します</translation>
    </message>
    <message>
        <source>Layout of the versions</source>
        <translation>バージョンの表示形式</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>ボード</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Edit facts…</source>
        <translation>基本情報を編集…</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>責任者</translation>
    </message>
    <message>
        <source>nobody is named</source>
        <translation>未設定</translation>
    </message>
    <message>
        <source>Deputy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>手順書</translation>
    </message>
    <message>
        <source>Intended use</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Risk tier</source>
        <translation>リスク区分</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>個人データ</translation>
    </message>
    <message>
        <source>Look again by</source>
        <translation>見直し期限</translation>
    </message>
    <message>
        <source>%1, overdue</source>
        <translation>%1（期限切れ）</translation>
    </message>
    <message>
        <source>Mark two versions, or more whose runs are in this workspace</source>
        <translation>バージョンを 2 つ選択してください（実行があれば 3 つ以上も可）</translation>
    </message>
    <message>
        <source>Files altered</source>
        <translation>ファイル改変</translation>
    </message>
    <message>
        <source>%1; its files are not those that were registered</source>
        <translation>%1。ファイルが登録時のものと異なります</translation>
    </message>
    <message>
        <source>Hide archived</source>
        <translation>アーカイブ済みを隠す</translation>
    </message>
    <message numerus="yes">
        <source>Show %n archived</source>
        <translation>
            <numerusform>アーカイブ済み %n 件を表示</numerusform>
        </translation>
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
        <source>Edit description…</source>
        <translation>説明を編集…</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>モデルはまだありません</translation>
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
        <translation>エイリアスは外れます。実行とファイルは残り、番号は再利用されません。</translation>
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
    <message>
        <source>The version could not be measured: %1</source>
        <translation>バージョンを測定できませんでした: %1</translation>
    </message>
    <message>
        <source>Nothing is protected: whoever can write here can move champion</source>
        <translation>何も保護されていません。ここに書き込める人は誰でもチャンピオンを移動できます</translation>
    </message>
    <message>
        <source>Protect…</source>
        <translation>保護…</translation>
    </message>
    <message>
        <source>Writing the policy</source>
        <translation>ポリシーの書き込み</translation>
    </message>
    <message>
        <source>Champions are protected</source>
        <translation>チャンピオンを保護しました</translation>
    </message>
    <message>
        <source>Register a model…</source>
        <translation>モデルを登録…</translation>
    </message>
    <message>
        <source>Register a version…</source>
        <translation>バージョンを登録…</translation>
    </message>
    <message>
        <source>Registering the model</source>
        <translation>モデルの登録</translation>
    </message>
    <message>
        <source>Reviews</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>Register one from a run: mlflow.register_model, or log_model with registered_model_name. Or drop a model&apos;s folder here, or a file of ONNX, XGBoost, LightGBM or a pickle</source>
        <translation>実行から登録します: mlflow.register_model、または registered_model_name 付きの log_model。モデルのフォルダーや、ONNX・XGBoost・LightGBM・pickle のファイルをここにドロップしても登録できます</translation>
    </message>
    <message>
        <source>Register a file…</source>
        <translation>ファイルを登録…</translation>
    </message>
    <message>
        <source>Register a model file</source>
        <translation>モデルファイルを登録</translation>
    </message>
    <message>
        <source>Models (MLmodel *.onnx *.ubj *.json *.xgb *.lgb *.txt *.pkl *.pickle *.joblib);;All files (*)</source>
        <translation>モデル (MLmodel *.onnx *.ubj *.json *.xgb *.lgb *.txt *.pkl *.pickle *.joblib);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>アーカイブ</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Archiving the version</source>
        <translation>バージョンのアーカイブ</translation>
    </message>
    <message>
        <source>Bringing the version back</source>
        <translation>バージョンを元に戻す</translation>
    </message>
    <message>
        <source>v%1 is archived</source>
        <translation>v%1 をアーカイブしました</translation>
    </message>
    <message>
        <source>v%1 is back</source>
        <translation>v%1 を元に戻しました</translation>
    </message>
    <message>
        <source>Compare marked versions</source>
        <translation>選択したバージョンを比較</translation>
    </message>
    <message>
        <source>Edit facts…</source>
        <translation>基本情報を編集…</translation>
    </message>
    <message>
        <source>beside v%1</source>
        <translation>v%1 と比較</translation>
    </message>
    <message>
        <source>Compare with the champion</source>
        <translation>チャンピオンと比較</translation>
    </message>
    <message>
        <source>I have looked at it</source>
        <translation>確認しました</translation>
    </message>
    <message>
        <source>%1 overrode the policy on %2: %3. Somebody else has to look at it</source>
        <translation>%1 さんが %2 のポリシーを上書きしました: %3。ほかの人の確認が必要です</translation>
    </message>
    <message>
        <source>Looking at the override</source>
        <translation>上書きの確認</translation>
    </message>
    <message>
        <source>Recorded that you looked at what %1 did</source>
        <translation>%1 さんの操作を確認したことを記録しました</translation>
    </message>
    <message>
        <source>Saving the facts</source>
        <translation>基本情報の保存</translation>
    </message>
    <message>
        <source>The facts are as before</source>
        <translation>基本情報を元に戻しました</translation>
    </message>
    <message>
        <source>Facts of %1 saved</source>
        <translation>%1 の基本情報を保存しました</translation>
    </message>
    <message>
        <source>Override the policy…</source>
        <translation>ポリシーを上書き…</translation>
    </message>
    <message>
        <source>Export model card…</source>
        <translation>モデルカードを書き出す…</translation>
    </message>
    <message>
        <source>Save all files…</source>
        <translation>すべてのファイルを保存…</translation>
    </message>
    <message numerus="yes">
        <source>%n endpoints follow it and get version %1 too: %2</source>
        <translation>
            <numerusform>%n 件のエンドポイントがこれに従い、バージョン %1 に切り替わります: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Override the policy?</source>
        <translation>ポリシーを上書きしますか？</translation>
    </message>
    <message>
        <source>Version %1 becomes champion without the review that the policy asks for. This is recorded loudly, and shown to everybody until somebody else has looked at it.</source>
        <translation>ポリシーが求めるレビューなしで、バージョン %1 がチャンピオンになります。この操作は目立つ形で記録され、ほかの人が確認するまで全員に表示されます。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>What cannot wait, and why</source>
        <translation>何が待てないのか、その理由</translation>
    </message>
    <message>
        <source>Override the policy</source>
        <translation>ポリシーを上書き</translation>
    </message>
    <message>
        <source>Say why in a sentence</source>
        <translation>理由を一文で書いてください</translation>
    </message>
    <message>
        <source>Overriding the policy</source>
        <translation>ポリシーの上書き</translation>
    </message>
    <message>
        <source>v%1 is champion; the override is recorded</source>
        <translation>v%1 がチャンピオンになりました。上書きは記録されました</translation>
    </message>
    <message>
        <source>The files of this version are not those that were registered, so nobody can approve it: %1</source>
        <translation>このバージョンのファイルは登録時のものと異なるため、承認できません: %1</translation>
    </message>
    <message>
        <source>; </source>
        <translation>、</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Save all files into</source>
        <translation>すべてのファイルの保存先</translation>
    </message>
    <message>
        <source>Export model card</source>
        <translation>モデルカードを書き出す</translation>
    </message>
</context>
<context>
    <name>tatara::ui::RegisterSheet</name>
    <message>
        <source>Register a model</source>
        <translation>モデルを登録</translation>
    </message>
    <message>
        <source>Model that a run logged</source>
        <translation>実行が記録したモデル</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>新しい順</translation>
    </message>
    <message>
        <source>Registered as</source>
        <translation>登録名</translation>
    </message>
    <message>
        <source>A model of this name gets a new version, else one is made</source>
        <translation>同じ名前のモデルに新しいバージョンを加えます。なければ作ります</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Register model</source>
        <translation>モデルを登録</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>実行なし</translation>
    </message>
    <message>
        <source>%1 of %2, %3</source>
        <translation>%2 の %1（%3）</translation>
    </message>
    <message>
        <source>No run of this workspace has logged a model yet</source>
        <translation>このワークスペースの実行はまだモデルを記録していません</translation>
    </message>
    <message>
        <source>A model needs a name</source>
        <translation>モデルには名前が必要です</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>ファイルから…</translation>
    </message>
    <message>
        <source>This run logged no model; log one, or register a file</source>
        <translation>この実行はモデルを記録していません。記録するか、ファイルを登録してください</translation>
    </message>
</context>
<context>
    <name>tatara::ui::SignatureField</name>
    <message>
        <source>Written below</source>
        <translation>下に記入</translation>
    </message>
    <message>
        <source>Read off the model, as below</source>
        <translation>モデルから読み取った内容（下記）</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>%1 の列</translation>
    </message>
    <message>
        <source>It gives</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>What it takes and gives</source>
        <translation>入力と出力</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>A column a line: its name and type, “?” where it may be missing; what it gives stands behind “-&gt;”</source>
        <translation>1 行に 1 列、名前と型を書きます。欠損がありうる列には「?」を付け、出力は「-&gt;」の後に書きます</translation>
    </message>
    <message>
        <source>none of them</source>
        <translation>なし</translation>
    </message>
</context>
<context>
    <name>tatara::ui::StageBoard</name>
    <message>
        <source>Versions by state</source>
        <translation>状態ごとのバージョン</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>tatara::ui::VersionChart</name>
    <message>
        <source>No version&apos;s run logged a metric</source>
        <translation>メトリクスを記録した実行がありません</translation>
    </message>
    <message>
        <source>champion v%1, %2</source>
        <translation>チャンピオン v%1、%2</translation>
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
        <translation>実行のパラメータ</translation>
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
        <translation>実行 %1</translation>
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
        <translation>実行</translation>
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
    <message>
        <source>Open review %1</source>
        <translation>レビュー %1 を開く</translation>
    </message>
    <message>
        <source>Request review…</source>
        <translation>レビューを依頼…</translation>
    </message>
    <message>
        <source>The policy lets champion move only by an approved review</source>
        <translation>ポリシーにより、チャンピオンは承認されたレビューでのみ移動します</translation>
    </message>
    <message>
        <source>Deploy</source>
        <translation>デプロイ</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>根拠</translation>
    </message>
    <message>
        <source>measured beside v%1</source>
        <translation>v%1 と並べて測定</translation>
    </message>
    <message>
        <source>This version was not measured yet: asking for a review measures it</source>
        <translation>このバージョンはまだ測定されていません。レビューを依頼すると測定されます</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>測定値</translation>
    </message>
    <message>
        <source>From</source>
        <translation>出どころ</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>Review %1</source>
        <translation>レビュー %1</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>エンドポイント</translation>
    </message>
    <message>
        <source>added</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>as registered</source>
        <translation>登録時のまま</translation>
    </message>
    <message>
        <source>altered</source>
        <translation>改変</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>欠落</translation>
    </message>
    <message>
        <source>Since registered</source>
        <translation>登録時との差</translation>
    </message>
</context>
</TS>
