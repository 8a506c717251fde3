using System.Buffers;
using System.ComponentModel.DataAnnotations;

namespace ContentApi.EmbeddedPostgres;

/// <summary>Configuration section `Embedded`: the private PostgreSQL of a process without a configured database.</summary>
internal sealed class EmbeddedOptions : IValidatableObject
{
    /// <summary>Gets whether an embedded PostgreSQL may be started outside Production.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the data folder. If null, each checkout has its own (see <see cref="EmbeddedPostgresFolders"/>).</summary>
    public string? DataPath { get; init; }

    /// <summary>Gets whether data survives a crash of the machine. False only in tests, for speed.</summary>
    internal bool IsDurable { get; init; } = true;

    /// <summary>Characters that a path must not contain: `pg_ctl` puts paths into quotes and passes them to a shell.</summary>
    private static readonly SearchValues<char> Unquotable = SearchValues.Create("'\"\\$`\n\0");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DataPath is not null && (DataPath.Length == 0 || DataPath.AsSpan().ContainsAny(Unquotable)))
        {
            yield return new ValidationResult("must be the path of a folder, without quotes, backslashes, backticks, dollar signs or line breaks", [nameof(DataPath)]);
        }
    }
}
