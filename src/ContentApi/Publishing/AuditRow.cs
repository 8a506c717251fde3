namespace ContentApi.Publishing;

internal sealed record AuditRow(string Action, string? Slug, int? Version = null, string? Detail = null);
