namespace ContentApi.Core.Model;

/// <summary>The author of a change, as recorded in the audit log: an API key or a part of the service.</summary>
internal sealed record Actor(Guid? KeyId, string Name)
{
    public static readonly Actor Import = new(null, "import");
    public static readonly Actor Scheduler = new(null, "scheduler");
    public static readonly Actor CommandLine = new(null, "command line");
}
