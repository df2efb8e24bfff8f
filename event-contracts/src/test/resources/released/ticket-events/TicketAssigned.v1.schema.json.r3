{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Data of handrail.TicketAssigned.v1",
  "description": "An agent got the ticket.",
  "type": "object",
  "required": [
    "ticket",
    "actor",
    "detail"
  ],
  "properties": {
    "ticket": {
      "$ref": "common.v1.schema.json#/$defs/ticket"
    },
    "actor": {
      "$ref": "common.v1.schema.json#/$defs/actor"
    },
    "detail": {
      "type": "object",
      "required": [
        "from",
        "to",
        "how"
      ],
      "properties": {
        "from": {
          "description": "Who had it before.",
          "anyOf": [
            {
              "$ref": "common.v1.schema.json#/$defs/foreignId"
            },
            {
              "type": "null"
            }
          ]
        },
        "to": {
          "$ref": "common.v1.schema.json#/$defs/foreignId"
        },
        "how": {
          "description": "Taken by oneself, given by somebody, passed on by who had it, given with an escalation, or given by routing.",
          "type": "string",
          "enum": [
            "picked",
            "assigned",
            "handed_over",
            "escalated",
            "routed"
          ]
        }
      }
    }
  }
}
