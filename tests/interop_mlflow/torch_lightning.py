"""torch_lightning.py TATARA: autologging of PyTorch against `tatara server`: metrics, parameters and the model of a small
training, checked by what the library says itself."""

import os
import sys
import tempfile
import warnings

os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "2"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
warnings.filterwarnings("ignore")

import dataclasses

# Debian's PyTorch is older than its Python, which takes no instance of a class without a hash as a default; one class of
# torch.distributed, which nothing here uses, has such a default.
plain = dataclasses.dataclass


def hashable(cls=None, **options):
    return plain(cls, **options) if cls is None or options or "__hash__" in vars(cls) else plain(cls, unsafe_hash=True)


dataclasses.dataclass = hashable
try:
    import torch.distributed._shard.sharded_tensor.metadata
finally:
    dataclasses.dataclass = plain

import mlflow
import numpy
import pytorch_lightning
import torch

from tatara_server import TataraServer

EPOCHS = 3


class Line(pytorch_lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 1)
        self.seen = []

    def forward(self, rows):
        return self.layer(rows)

    def loss(self, batch):
        rows, wanted = batch
        return torch.nn.functional.mse_loss(self(rows), wanted)

    def training_step(self, batch, _):
        loss = self.loss(batch)
        self.log("train_loss", loss, on_epoch=True)
        return loss

    def validation_step(self, batch, _):
        self.log("val_loss", self.loss(batch))

    def on_train_epoch_end(self):
        self.seen.append(float(self.trainer.callback_metrics["val_loss"]))

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.05)


def train(folder):
    torch.manual_seed(1)
    rows = torch.randn(256, 2)
    wanted = rows @ torch.tensor([[2.0], [-1.0]]) + 0.5
    data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(rows, wanted), batch_size=32)
    model = Line()
    trainer = pytorch_lightning.Trainer(max_epochs=EPOCHS, accelerator="cpu", logger=False, enable_progress_bar=False,
                                        enable_model_summary=False, default_root_dir=folder)
    mlflow.pytorch.autolog(checkpoint=False)
    with mlflow.start_run() as run:
        trainer.fit(model, data, data)
    return run.info.run_id, model


def main():
    with TataraServer(sys.argv[1]) as tatara, tempfile.TemporaryDirectory() as folder:
        mlflow.set_tracking_uri(tatara.url)
        mlflow.set_experiment("lightning")
        run_id, model = train(folder)
        client = mlflow.MlflowClient()
        run = client.get_run(run_id)
        assert run.info.status == "FINISHED", run.info
        assert run.data.params["optimizer_name"] == "SGD" and run.data.params["lr"] == "0.05", run.data.params
        history = client.get_metric_history(run_id, "val_loss")
        told = [point.value for point in sorted(history, key=lambda point: point.step)]
        assert numpy.allclose(told[-EPOCHS:], model.seen, rtol=1e-6), (told, model.seen)
        assert model.seen[-1] < model.seen[0], "nothing was learned"
        assert "train_loss" in run.data.metrics, run.data.metrics
        ours = tatara.ask("metrics", "history", run_id, "val_loss")
        assert [point["value"] for point in ours] == [point.value for point in history], ours
        loaded = mlflow.pytorch.load_model(f"runs:/{run_id}/model")
        rows = torch.tensor([[1.0, 2.0], [-3.0, 0.5]])
        assert torch.allclose(loaded(rows), model(rows)), "the model that was loaded back says something else"
    print(f"lightning: {len(history)} validations, the model loads back")


main()
