// Last of the scripts that every page has. By itself htmx begins in a task of its own, which may
// come after the page has loaded: what somebody typed until then would be answered by nothing.
htmx.initialize();
