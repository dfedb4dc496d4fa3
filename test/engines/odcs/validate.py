"""Validates every contract of a folder with the JSON schema of ODCS 3.1.0, as its own package carries it."""

import json
import sys
from importlib.resources import files
from pathlib import Path

import yaml
from jsonschema import Draft201909Validator

schema = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text())
assert "v3.1.0" == schema["properties"]["apiVersion"]["default"]
validator = Draft201909Validator(schema)

valid = 0
for path in sorted(Path(sys.argv[1]).glob("*.odcs.yaml")):
    problems = list(validator.iter_errors(yaml.safe_load(path.read_text())))
    for problem in problems:
        print(f"{path.name}: {problem.json_path}: {problem.message[:300]}")
    valid += not problems
print(f"{valid} valid")
