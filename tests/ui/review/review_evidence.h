// Pieces of evidence as an evaluation leaves them, with every kind of verdict. Invented figures.
#pragma once

namespace tatara::ui {

inline constexpr const char* kMetrics = R"json({"piece":"metrics","format":1,
 "data":{"name":"bike_rentals.csv","rows":2183,"which_rows":"held out by both runs"},
 "resampling":{"draws":2000,"seed":"0","confidence":0.95,"method":"BCa"},
 "deciding":"rmse","words":"The challenger is better: Root mean squared error 38.42 against the champion's 40.29.",
 "notes":["40 rows without a target are left out"],
 "said":{"words":{"say":"The challenger is better: %1 %2.","with":[
   {"say":"%1 %2 against the champion's %3","with":[{"say":"Root mean squared error","with":[]},"38.42","40.29"]},
   {"say":"(%1 interval of the difference %2 to %3)","with":["95%","-2.31","-1.42"]}]},
  "which_rows":{"say":"every row with a target","with":[]},
  "notes":[{"say":"%1 rows without a target are left out","with":["40"]}]},
 "metrics":[
 {"name":"mae","title":"Mean absolute error","better":"lower","challenger":{"value":23.61},"champion":{"value":24.83},
  "difference":{"value":-1.22,"interval":{"low":-1.49,"high":-0.94}},"verdict":"better"},
 {"name":"rmse","title":"Root mean squared error","better":"lower","challenger":{"value":38.42},"champion":{"value":40.29},
  "difference":{"value":-1.87,"interval":{"low":-2.31,"high":-1.42}},"verdict":"better"},
 {"name":"r2","title":"Explained variance","better":"higher","challenger":{"value":0.9553},"champion":{"value":0.9508},
  "difference":{"value":0.0045,"interval":{"low":0.0033,"high":0.0058}},"verdict":"better"},
 {"name":"median_error","title":"Median error","better":"lower","challenger":{"value":12.4},"champion":{"value":12.1},
  "difference":{"value":0.3,"interval":{"low":-0.2,"high":0.9}},"verdict":"not shown"},
 {"name":"max_error","title":"Largest error","better":"lower","challenger":{"value":402.0},"champion":{"value":371.5},
  "difference":{"value":30.5,"interval":{"low":8.1,"high":61.0}},"verdict":"worse"},
 {"name":"rmsle","title":"Root mean squared logarithmic error","better":"lower",
  "challenger":{"value":null,"undefined":"the truth or a prediction is −1 or less in some rows"},
  "champion":{"value":null,"undefined":"the truth or a prediction is −1 or less in some rows"},
  "difference":{"value":null},"verdict":"not shown"},
 {"name":"mean_error","title":"Mean error","better":"near zero","challenger":{"value":0.4},"champion":{"value":0.2},
  "difference":{"value":0.2,"interval":{"low":-0.4,"high":0.7}},"verdict":"not judged"}],
 "values":{"challenger.rmse":38.42,"champion.rmse":40.29,"verdict":"better"}})json";

inline constexpr const char* kSlices = R"({"piece":"slices","format":1,"metric":"rmse","slices":[
 {"column":"holiday","slice":"1","rows":96,"judged":true,"challenger":48.7,"champion":47.4,"regression":0.027,"adjusted_p":0.6},
 {"column":"weather","slice":"clear","rows":1402,"judged":true,"challenger":38.2,"champion":40.3,"regression":-0.052,"adjusted_p":0.01},
 {"column":"weather","slice":"rain or snow","rows":193,"judged":true,"challenger":43.1,"champion":45.3,"regression":-0.049,"adjusted_p":0.04},
 {"column":"hour","slice":"16 to 19","rows":365,"judged":true,"challenger":61.1,"champion":64.8,"regression":-0.057,"adjusted_p":0.01},
 {"column":"hour","slice":"0 to 5","rows":541,"judged":true,"challenger":12.3,"champion":12.8,"regression":-0.039,"adjusted_p":0.2},
 {"column":"hour","slice":"3","rows":12,"judged":false,"challenger":9.1,"champion":9.0,"regression":0.011}],
 "values":{"slices.max_regression":0.027}})";

inline constexpr const char* kOrigin = R"({"piece":"origin","format":1,
 "challenger":{"version":2,"run_id":"r2","run":"copper-heron-231","by":"aya","started":"2026-11-20T14:20:00Z",
  "commit":"4e1c9a7d2f0b","dirty":false,"source":"train.py","datasets":[{"name":"bikes","digest":"9b2c81d4"}]},
 "champion":{"version":1,"run_id":"r1","run":"slate-finch-207","by":"kenji","started":"2026-11-12T09:02:00Z",
  "commit":"b7d02e1a90c3","dirty":true,"source":"train.py","datasets":[{"name":"bikes","digest":"9b2c81d4"}]},
 "parameters":[{"name":"eta","challenger":"0.05","champion":"0.10","differs":true},
  {"name":"max_depth","challenger":"8","champion":"6","differs":true},
  {"name":"subsample","challenger":"0.8","champion":"0.8","differs":false}],
 "values":{"code.known":true,"code.dirty":false,"data.same":true,"parameters.changed":2}})";

inline constexpr const char* kFiles = R"({"piece":"files","format":1,"files":[
 {"path":"MLmodel","sha256":"d81f02aa77ac11d0","bytes":1204},
 {"path":"model.ubj","sha256":"5c6e90b1c7f2ab34","bytes":18600000},
 {"path":"encoder.pkl","sha256":"77ac11d0d81f02aa","bytes":920,
  "pickle":{"words":"imports 2 names, 1 of them dangerous: os.system","complete":true,
   "imports":[{"name":"numpy.ndarray","kind":"expected"},{"name":"os.system","kind":"dangerous"}]}}],
 "problems":[],"values":{"pickles.dangerous":1}})";

inline constexpr const char* kLatency = R"({"piece":"latency","format":1,
 "values":{"latency.p50_ms":6.1,"latency.p95_ms":11.6,"champion.latency_p95_ms":7.9,
  "memory.challenger_bytes":48200000,"memory.champion_bytes":31000000}})";

inline constexpr const char* kSize = R"({"piece":"size","format":1,
 "values":{"size.challenger_bytes":18602124,"size.champion_bytes":12100000}})";

inline constexpr const char* kCode = R"json({"piece":"code","format":1,
 "challenger":{"commit":"4e1c9a7d2f0b","dirty":true,
  "changes":"diff --git a/train.py b/train.py\n--- a/train.py\n+++ b/train.py\n@@ -7 +7 @@ def main():\n-    rounds = 200\n+    rounds = 400\n",
  "changes_cut":false},
 "champion":{"commit":"b7d02e1a90c3","dirty":false},
 "diff":"diff --git a/src/features.py b/src/features.py\n--- a/src/features.py\n+++ b/src/features.py\n@@ -40,6 +40,7 @@ def build_features(df):\n def build_features(df):\n     df = add_cyclic(df, \"hr\", 24)\n-    df[\"lag\"] = df.cnt.shift(24)\n+    df[\"lag_24h\"] = df.cnt.shift(24)\n+    df[\"lag_168h\"] = df.cnt.shift(168)\n     return df.dropna()\n\n\n",
 "diff_cut":false,"values":{"code.files":2,"code.insertions":3,"code.deletions":2}})json";

inline constexpr const char* kEnvironment = R"({"piece":"environment","format":1,"packages":[
 {"name":"duckdb","challenger":"1.4.4","champion":"1.4.4","differs":false},
 {"name":"xgboost","challenger":"3.2.0","champion":"3.0.2","differs":true}],"values":{"environment.changed":1}})";

// Of 100 positive and 900 negative rows.
inline constexpr const char* kCurves = R"({"piece":"curves","format":1,"threshold":0.5,
 "challenger_curves":{"curve":{"positives":100,"negatives":900,"points":[
  {"threshold":null,"recall":0,"false_positive_rate":0},
  {"threshold":0.9,"recall":0.4,"false_positive_rate":0.002},{"threshold":0.7,"recall":0.62,"false_positive_rate":0.01},
  {"threshold":0.5,"recall":0.75,"false_positive_rate":0.03},{"threshold":0.3,"recall":0.86,"false_positive_rate":0.09},
  {"threshold":0.1,"recall":0.97,"false_positive_rate":0.4},{"threshold":0.01,"recall":1,"false_positive_rate":1}]}},
 "champion_curves":{"curve":{"positives":100,"negatives":900,"points":[
  {"threshold":null,"recall":0,"false_positive_rate":0},
  {"threshold":0.9,"recall":0.3,"false_positive_rate":0.004},{"threshold":0.5,"recall":0.66,"false_positive_rate":0.04},
  {"threshold":0.2,"recall":0.88,"false_positive_rate":0.2},{"threshold":0.02,"recall":1,"false_positive_rate":1}]}},
 "values":{}})";

}  // namespace tatara::ui
