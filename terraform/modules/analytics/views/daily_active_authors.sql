-- Accounts that wrote anything, per day.
SELECT
  DATE(publish_time) AS day,
  COUNT(DISTINCT did) AS authors
FROM `${events}`
WHERE publish_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)
  AND type = 'commit'
  AND ARRAY_LENGTH(ops) > 0
GROUP BY day
