"""What `./run` can do: one module a command, and the modules that set things up for them."""
