SELECT
  unit."unit_key",
  unit."patient_key",
  unit."site",
  CASE
    WHEN NOT unit."patient_key" IN (
      SELECT
        r0."patient_key"
      FROM encounter AS r0
      WHERE
        r0."visit_class" IN ('AMB', 'it''s')
        AND (
          r0."start_since" >= CAST('2025-01-01' AS DATE)
          AND r0."start_until" <= CAST('2025-12-31' AS DATE)
        )
    )
    THEN 0
    WHEN unit."patient_key" IN (
      SELECT
        r1."patient_key"
      FROM encounter AS r1
      WHERE
        r1."row_key" IN (
          SELECT
            c."row_key"
          FROM coding_encounter_type AS c
          WHERE
            c."token" IN ('urn:s|out')
        )
    )
    THEN 1
    WHEN unit."patient_key" IN (
      SELECT
        r2."patient_key"
      FROM encounter AS r2
      WHERE
        r2."row_key" IN (
          SELECT
            c."row_key"
          FROM coding_encounter_type AS c
          WHERE
            c."token" IN ('urn:s|met')
        )
    )
    THEN 3
    ELSE 2
  END AS step
FROM (
  SELECT
    p.patient_key AS unit_key,
    p.patient_key,
    p.birth_day,
    g.admin_gender,
    CAST(NULL AS TEXT) AS site
  FROM patient AS p
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
    ON g.patient_key = p.patient_key
) AS unit
