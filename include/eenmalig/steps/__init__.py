"""One public function for each task of the DAG; here the parts meet."""
