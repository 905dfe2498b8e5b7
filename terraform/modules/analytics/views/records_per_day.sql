-- Records created and deleted per day and collection: posts, likes, follows and the rest.
SELECT
  DATE(event.publish_time) AS day,
  op.collection,
  COUNT(DISTINCT IF(op.action = 'create', CONCAT(event.did, '/', op.rkey), NULL)) AS created,
  COUNT(DISTINCT IF(op.action = 'delete', CONCAT(event.did, '/', op.rkey), NULL)) AS deleted
FROM `${events}` AS event, UNNEST(event.ops) AS op
WHERE event.publish_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)
  AND event.type = 'commit'
GROUP BY day, op.collection
