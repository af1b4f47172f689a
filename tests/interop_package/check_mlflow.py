"""check_mlflow.py TATARA: the MLflow folder loads in mlflow and predicts what the workspace predicts."""
import pathlib
import sys
import tempfile

import mlflow.pyfunc
import pandas

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from subject import ROWS, Workspace

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "workspace").mkdir()
    workspace = Workspace(sys.argv[1], folder / "workspace")
    workspace.export("mlflow", folder / "model")
    model = mlflow.pyfunc.load_model(str(folder / "model"))
    frame = pandas.DataFrame(ROWS["dataframe_records"])
    assert workspace.same(list(pandas.DataFrame(model.predict(frame)).iloc[:, 0])), "mlflow answers otherwise"
    print("mlflow passed")
