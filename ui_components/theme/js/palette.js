// (soon)
