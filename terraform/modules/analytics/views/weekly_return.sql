-- Of the accounts that wrote in a week, the share that writes again in the next.
WITH weeks AS (
  SELECT DISTINCT did, DATE_TRUNC(DATE(publish_time), ISOWEEK) AS week
  FROM `${events}`
  WHERE publish_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)
    AND type = 'commit'
    AND ARRAY_LENGTH(ops) > 0
)
SELECT
  earlier.week,
  COUNT(*) AS authors,
  COUNT(later.did) AS returned,
  SAFE_DIVIDE(COUNT(later.did), COUNT(*)) AS share
FROM weeks AS earlier
LEFT JOIN weeks AS later ON later.did = earlier.did AND later.week = DATE_ADD(earlier.week, INTERVAL 1 WEEK)
GROUP BY earlier.week
