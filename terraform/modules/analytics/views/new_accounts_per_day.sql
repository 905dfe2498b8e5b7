-- Accounts whose first commit of the kept time is on that day.
SELECT
  first_day AS day,
  COUNT(*) AS accounts
FROM (
  SELECT did, MIN(DATE(publish_time)) AS first_day
  FROM `${events}`
  WHERE publish_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)
    AND type = 'commit'
  GROUP BY did
)
GROUP BY first_day
