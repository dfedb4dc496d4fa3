-- How many rows broke each rule at the end of each day on which any rule was measured. A result holds until the next:
-- those that stay the same are not kept again.
-- es: Reglas de calidad por día
-- grain: rule of a dataset and day
-- owner: tic

WITH results AS (
  SELECT
    dataset,
    rule,
    date(measured_at) AS measured_date,
    max_by(severity, measured_at) AS severity,
    max_by(broken, measured_at) AS broken,
    max_by(is_kept, measured_at) AS is_kept
  FROM curated.quality_results
  GROUP BY dataset, rule, date(measured_at)
),
rules AS (
  SELECT dataset, rule, min(measured_date) AS first_date
  FROM results
  GROUP BY dataset, rule
),
days AS (
  SELECT DISTINCT measured_date
  FROM results
)
SELECT
  u.dataset,
  u.rule AS rule_name,
  d.measured_date,
  last_value(r.severity) IGNORE NULLS OVER so_far AS severity,
  last_value(r.broken) IGNORE NULLS OVER so_far AS broken_rows,
  last_value(r.is_kept) IGNORE NULLS OVER so_far AS is_kept
FROM rules u
JOIN days d ON d.measured_date >= u.first_date
LEFT JOIN results r ON r.dataset = u.dataset AND r.rule = u.rule AND r.measured_date = d.measured_date
WINDOW so_far AS (PARTITION BY u.dataset, u.rule ORDER BY d.measured_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
