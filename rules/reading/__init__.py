"""Reading what people write: strict YAML and JSON, protocol files, overlays; each refusal says where and what to do."""
