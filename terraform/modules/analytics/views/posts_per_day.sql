-- Posts created per day, and by how many accounts.
SELECT
  DATE(event.publish_time) AS day,
  COUNT(DISTINCT CONCAT(event.did, '/', op.rkey)) AS posts,
  COUNT(DISTINCT event.did) AS authors
FROM `${events}` AS event, UNNEST(event.ops) AS op
WHERE event.publish_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)
  AND event.type = 'commit'
  AND op.collection = 'app.bsky.feed.post'
  AND op.action = 'create'
GROUP BY day
