"""The figures of speed, each as a ratio against a floor measured in the same run. `script/bench` runs them."""
