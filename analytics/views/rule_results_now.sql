-- The last result of every rule of every dataset.
-- es: Reglas de calidad
-- grain: rule of a dataset
-- owner: tic

SELECT
  dataset,
  rule AS rule_name,
  max_by(severity, measured_at) AS severity,
  max_by(row_count, measured_at) AS row_count,
  max_by(broken, measured_at) AS broken_rows,
  max_by(is_kept, measured_at) AS is_kept,
  max(measured_at) AS measured_at
FROM curated.quality_results
GROUP BY dataset, rule
