"""The timeline page: the plan's rows as a table and, on the same rows, as a Gantt chart."""
