"""From a spelling to a mobile in E.164, or to the reason why it is none."""
