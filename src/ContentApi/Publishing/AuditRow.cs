namespace ContentApi.Publishing;

/// <summary>An entry to append to the audit log.</summary>
internal sealed record AuditRow(string Action, string? Slug, int? Version = null, string? Detail = null);
