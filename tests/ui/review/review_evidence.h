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
 "weak":[{"conditions":[{"column":"hour","slice":"16 to 19"},{"column":"workingday","slice":"1"}],
  "rows":251,"loss":49.2,"others":20.1,"adjusted_p":0.0001},
  {"conditions":[{"column":"holiday","slice":"1"}],"rows":96,"loss":33.9,"others":23.1,"adjusted_p":0.004}],
 "looked_at":214,"values":{"slices.max_regression":0.027}})";

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

inline constexpr const char* kConfusion = R"({"challenger":[873,27,25,75],"champion":[864,36,34,66]})";

inline constexpr const char* kResiduals =
    R"({"piece":"residuals","format":1,"challenger_residuals":{"groups":[
  {"predicted":20,"rows":218,"mean":-1.2,"mean_interval":{"low":-3.2,"high":0.8},"p5":-10.8,"p25":-4.8,"p50":-1.2,"p75":3.0,"p95":10.2},
  {"predicted":65,"rows":218,"mean":-0.8,"mean_interval":{"low":-2.8,"high":1.2},"p5":-16.8,"p25":-6.8,"p50":-0.8,"p75":6.2,"p95":18.2},
  {"predicted":110,"rows":218,"mean":-0.4,"mean_interval":{"low":-2.4,"high":1.6},"p5":-22.8,"p25":-8.8,"p50":-0.4,"p75":9.4,"p95":26.2},
  {"predicted":155,"rows":218,"mean":0.0,"mean_interval":{"low":-2.0,"high":2.0},"p5":-28.8,"p25":-10.8,"p50":0.0,"p75":12.6,"p95":34.2},
  {"predicted":200,"rows":218,"mean":0.4,"mean_interval":{"low":-1.6,"high":2.4},"p5":-34.8,"p25":-12.8,"p50":0.4,"p75":15.8,"p95":42.2},
  {"predicted":245,"rows":218,"mean":0.8,"mean_interval":{"low":-1.2,"high":2.8},"p5":-40.8,"p25":-14.8,"p50":0.8,"p75":19.0,"p95":50.2},
  {"predicted":290,"rows":218,"mean":1.2,"mean_interval":{"low":-0.8,"high":3.2},"p5":-46.8,"p25":-16.8,"p50":1.2,"p75":22.2,"p95":58.2},
  {"predicted":335,"rows":218,"mean":1.6,"mean_interval":{"low":-0.4,"high":3.6},"p5":-52.8,"p25":-18.8,"p50":1.6,"p75":25.4,"p95":66.2},
  {"predicted":380,"rows":218,"mean":2.0,"mean_interval":{"low":0.0,"high":4.0},"p5":-58.8,"p25":-20.8,"p50":2.0,"p75":28.6,"p95":74.2},
  {"predicted":425,"rows":218,"mean":2.4,"mean_interval":{"low":0.4,"high":4.4},"p5":-64.8,"p25":-22.8,"p50":2.4,"p75":31.8,"p95":82.2}],"histogram":{"low":-140,"high":150,"counts":[2,7,24,64,138,242,344,398,374,286,177,89,36,12,3],"below":9,"above":14}},
 "champion_residuals":{"groups":[
  {"predicted":20,"rows":218,"mean":3.9,"mean_interval":{"low":1.9,"high":5.9},"p5":-7.1,"p25":-0.2,"p50":3.9,"p75":8.7,"p95":17.0},
  {"predicted":65,"rows":218,"mean":2.6,"mean_interval":{"low":0.6,"high":4.6},"p5":-15.8,"p25":-4.3,"p50":2.6,"p75":10.6,"p95":24.4},
  {"predicted":110,"rows":218,"mean":1.3,"mean_interval":{"low":-0.7,"high":3.3},"p5":-24.5,"p25":-8.4,"p50":1.3,"p75":12.6,"p95":31.9},
  {"predicted":155,"rows":218,"mean":-0.0,"mean_interval":{"low":-2.0,"high":2.0},"p5":-33.1,"p25":-12.4,"p50":0.0,"p75":14.5,"p95":39.3},
  {"predicted":200,"rows":218,"mean":-1.3,"mean_interval":{"low":-3.3,"high":0.7},"p5":-41.8,"p25":-16.5,"p50":-1.3,"p75":16.4,"p95":46.8},
  {"predicted":245,"rows":218,"mean":-2.6,"mean_interval":{"low":-4.6,"high":-0.6},"p5":-50.4,"p25":-20.5,"p50":-2.6,"p75":18.3,"p95":54.2},
  {"predicted":290,"rows":218,"mean":-3.9,"mean_interval":{"low":-5.9,"high":-1.9},"p5":-59.1,"p25":-24.6,"p50":-3.9,"p75":20.2,"p95":61.6},
  {"predicted":335,"rows":218,"mean":-5.2,"mean_interval":{"low":-7.2,"high":-3.2},"p5":-67.8,"p25":-28.7,"p50":-5.2,"p75":22.2,"p95":69.1},
  {"predicted":380,"rows":218,"mean":-6.5,"mean_interval":{"low":-8.5,"high":-4.5},"p5":-76.4,"p25":-32.7,"p50":-6.5,"p75":24.1,"p95":76.5},
  {"predicted":425,"rows":218,"mean":-7.8,"mean_interval":{"low":-9.8,"high":-5.8},"p5":-85.1,"p25":-36.8,"p50":-7.8,"p75":26.0,"p95":84.0}],"histogram":{"low":-140,"high":150,"counts":[7,19,48,100,179,273,357,399,380,310,216,128,65,28,11],"below":9,"above":14}},"values":{}})";

inline constexpr const char* kExplanation =
    R"({"piece":"explanation","format":1,"explained":"the first rows","explained_rows":1000,"metric":"rmse","importance":[
  {"input":"hour","mean_contribution":94.2,"permutation":118.4,"permutation_deviation":3.1},
  {"input":"workingday","mean_contribution":31.5,"permutation":22.9,"permutation_deviation":1.2},
  {"input":"temp","mean_contribution":22.8,"permutation":12.6,"permutation_deviation":0.8},
  {"input":"humidity","mean_contribution":9.1,"permutation":2.2,"permutation_deviation":0.4},
  {"input":"windspeed","mean_contribution":2.4,"permutation":0.1,"permutation_deviation":0.2}],"disagreements":[
 {"row":14210,"distance":96.0,"actual":612,"challenger":588.4,"champion":492.4,"reasons":[
  {"input":"hour","value":"17","contribution":241.2},
  {"input":"workingday","value":"1","contribution":88.1},
  {"input":"temp","value":"0.74","contribution":31.7}]},
 {"row":9033,"distance":81.2,"actual":31,"challenger":44.1,"champion":125.3,"reasons":[
  {"input":"hour","value":"8","contribution":-61.9},
  {"input":"weather","value":"rain or snow","contribution":-58.3}]},
 {"row":702,"distance":60.5,"actual":205,"challenger":260.9,"champion":200.4,"reasons":[
  {"input":"humidity","value":"","contribution":22.6}]}],"values":{}})";

inline constexpr const char* kFairness =
    R"({"piece":"fairness","format":1,"challenger_groups":[{"column":"sex","groups":[
  {"group":"Female","rows":331,"judged":true,"selection_rate":{"value":0.081,"interval":{"low":0.051,"high":0.111}},"true_positive_rate":{"value":0.71,"interval":{"low":0.66,"high":0.76}},"false_positive_rate":{"value":0.021,"interval":{"low":0.001,"high":0.041}},"calibration_error":{"value":0.018}},
  {"group":"Male","rows":664,"judged":true,"selection_rate":{"value":0.124,"interval":{"low":0.094,"high":0.154}},"true_positive_rate":{"value":0.768,"interval":{"low":0.718,"high":0.818}},"false_positive_rate":{"value":0.034,"interval":{"low":0.014,"high":0.054}},"calibration_error":{"value":0.031}},
  {"group":"other","rows":5,"judged":false,"selection_rate":{"value":0.2,"interval":{"low":0.17,"high":0.23}},"true_positive_rate":{"value":0.5,"interval":{"low":0.45,"high":0.55}},"false_positive_rate":{"value":0.1,"interval":{"low":0.08,"high":0.12}},"calibration_error":{"value":0.2}}],
  "disparities":[{"name":"demographic_parity","difference":{"value":0.043},"ratio":{"value":0.653},"lowest":"Female","highest":"Male"},{"name":"equal_opportunity","difference":{"value":0.058},"ratio":{"value":0.924},"lowest":"Female","highest":"Male"}]}],
 "champion_groups":[{"column":"sex","groups":[
  {"group":"Female","rows":331,"judged":true,"selection_rate":{"value":0.07,"interval":{"low":0.04,"high":0.1}},"true_positive_rate":{"value":0.62,"interval":{"low":0.57,"high":0.67}},"false_positive_rate":{"value":0.03,"interval":{"low":0.01,"high":0.05}},"calibration_error":{"value":0.022}},
  {"group":"Male","rows":664,"judged":true,"selection_rate":{"value":0.131,"interval":{"low":0.101,"high":0.161}},"true_positive_rate":{"value":0.68,"interval":{"low":0.63,"high":0.73}},"false_positive_rate":{"value":0.045,"interval":{"low":0.025,"high":0.065}},"calibration_error":{"value":0.04}}],
  "disparities":[{"name":"demographic_parity","difference":{"value":0.061},"ratio":{"value":0.534},"lowest":"Female","highest":"Male"}]}],"values":{}})";

// Of 100 positive and 900 negative rows.
inline constexpr const char* kCurves =
    R"({"piece":"curves","format":1,"threshold":0.5,"challenger_curves":{"curve":{"positives":100,"negatives":900,"points":[
  {"threshold":null,"recall":0,"recall_interval":{"low":0.0,"high":0.037},"false_positive_rate":0,"precision":null},
  {"threshold":0.9,"recall":0.4,"recall_interval":{"low":0.3094,"high":0.498},"false_positive_rate":0.002,"precision":0.9524,"precision_interval":{"low":0.8421,"high":0.9868}},
  {"threshold":0.7,"recall":0.62,"recall_interval":{"low":0.5221,"high":0.709},"false_positive_rate":0.01,"precision":0.8732,"precision_interval":{"low":0.7763,"high":0.9319}},
  {"threshold":0.5,"recall":0.75,"recall_interval":{"low":0.657,"high":0.8245},"false_positive_rate":0.03,"precision":0.7353,"precision_interval":{"low":0.6423,"high":0.8112}},
  {"threshold":0.3,"recall":0.86,"recall_interval":{"low":0.7786,"high":0.9147},"false_positive_rate":0.09,"precision":0.515,"precision_interval":{"low":0.4397,"high":0.5896}},
  {"threshold":0.1,"recall":0.97,"recall_interval":{"low":0.9155,"high":0.9897},"false_positive_rate":0.4,"precision":0.2123,"precision_interval":{"low":0.1772,"high":0.2521}},
  {"threshold":0.01,"recall":1,"recall_interval":{"low":0.963,"high":1.0},"false_positive_rate":1,"precision":0.1,"precision_interval":{"low":0.0829,"high":0.1202}}]},"calibration":{"bins":[
  {"predicted":0.04,"observed":0.0314,"observed_interval":{"low":0.0208,"high":0.0471},"rows":700},
  {"predicted":0.15,"observed":0.1417,"observed_interval":{"low":0.0904,"high":0.2152},"rows":120},
  {"predicted":0.34,"observed":0.3,"observed_interval":{"low":0.191,"high":0.4375},"rows":50},
  {"predicted":0.55,"observed":0.6,"observed_interval":{"low":0.4232,"high":0.7541},"rows":30},
  {"predicted":0.92,"observed":0.28,"observed_interval":{"low":0.2014,"high":0.3749},"rows":100}],"expected_error":0.03,"greatest_error":0.08}},
 "champion_curves":{"curve":{"positives":100,"negatives":900,"points":[
  {"threshold":null,"recall":0,"recall_interval":{"low":0.0,"high":0.037},"false_positive_rate":0,"precision":null},
  {"threshold":0.9,"recall":0.3,"recall_interval":{"low":0.2189,"high":0.3958},"false_positive_rate":0.004,"precision":0.8824,"precision_interval":{"low":0.7338,"high":0.9533}},
  {"threshold":0.5,"recall":0.66,"recall_interval":{"low":0.5628,"high":0.7454},"false_positive_rate":0.04,"precision":0.6471,"precision_interval":{"low":0.5505,"high":0.7329}},
  {"threshold":0.2,"recall":0.88,"recall_interval":{"low":0.8019,"high":0.93},"false_positive_rate":0.2,"precision":0.3284,"precision_interval":{"low":0.2749,"high":0.3867}},
  {"threshold":0.02,"recall":1,"recall_interval":{"low":0.963,"high":1.0},"false_positive_rate":1,"precision":0.1,"precision_interval":{"low":0.0829,"high":0.1202}}]},"calibration":{"bins":[
  {"predicted":0.07,"observed":0.0344,"observed_interval":{"low":0.0228,"high":0.0515},"rows":640},
  {"predicted":0.18,"observed":0.0857,"observed_interval":{"low":0.0497,"high":0.1438},"rows":140},
  {"predicted":0.4,"observed":0.225,"observed_interval":{"low":0.1473,"high":0.3279},"rows":80},
  {"predicted":0.7,"observed":0.3333,"observed_interval":{"low":0.2273,"high":0.4594},"rows":60},
  {"predicted":0.88,"observed":0.35,"observed_interval":{"low":0.2545,"high":0.4592},"rows":80}],"expected_error":0.03,"greatest_error":0.08}},"values":{}})";

}  // namespace tatara::ui
