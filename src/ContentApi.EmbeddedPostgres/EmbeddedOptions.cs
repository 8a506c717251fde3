using System.Buffers;
using System.ComponentModel.DataAnnotations;

namespace ContentApi.EmbeddedPostgres;

/// <summary>Configuration section `Embedded`: the private PostgreSQL of a process that was given no database.</summary>
internal sealed class EmbeddedOptions : IValidatableObject
{
    /// <summary>Whether one may be started, outside Production.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Its data folder. Null: a folder of this checkout's own, see <see cref="EmbeddedPostgresFolders"/>.</summary>
    public string? DataPath { get; init; }

    /// <summary>False only in tests: a crash of the machine may lose data, and everything is several times faster.</summary>
    internal bool Durable { get; init; } = true;

    /// <summary>`pg_ctl` hands paths on to a shell, between quotes.</summary>
    private static readonly SearchValues<char> Unquotable = SearchValues.Create("'\"\\$`\n\0");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DataPath is not null && (DataPath.Length == 0 || DataPath.AsSpan().ContainsAny(Unquotable)))
        {
            yield return new ValidationResult("must be a folder's path without quotes, backslashes, dollar signs and line breaks", [nameof(DataPath)]);
        }
    }
}
