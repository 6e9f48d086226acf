SELECT
  unit."unit_key",
  unit."patient_key",
  unit."site",
  CASE
    WHEN NOT unit."unit_key" IN (
      SELECT
        r0."row_key"
      FROM encounter AS r0
      WHERE
        r0."start_since" >= CAST('2025-01-01' AS DATE)
        AND r0."start_until" <= CAST('2025-12-31' AS DATE)
    )
    THEN 0
    WHEN unit."unit_key" IN (
      SELECT
        r1."row_key"
      FROM encounter AS r1
      WHERE
        (
          r1."start_since" >= CAST('2025-01-01' AS DATE)
          AND r1."start_until" <= CAST('2025-12-31' AS DATE)
        )
        AND r1."visit_class" IN ('EMER')
    )
    THEN 2
    ELSE 1
  END AS step
FROM (
  SELECT
    e.row_key AS unit_key,
    e.patient_key,
    e.patient_birth_day AS birth_day,
    g.admin_gender,
    COALESCE(o.label, e.org_key, 'not_recorded') AS site
  FROM encounter AS e
  LEFT JOIN organization AS o
    ON o.org_key = e.org_key
  LEFT JOIN (
    SELECT
      patient_key,
      MIN(value) AS admin_gender
    FROM vault_attribute
    WHERE
      attribute = 'admin_gender'
    GROUP BY
      patient_key
  ) AS g
    ON g.patient_key = e.patient_key
) AS unit
