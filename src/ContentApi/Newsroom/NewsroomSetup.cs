using System.Text.Json;
using ContentApi.Newsroom.Audit;
using ContentApi.Newsroom.Collections;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Library;
using ContentApi.Newsroom.Drafts;
using ContentApi.Newsroom.Founders;
using ContentApi.Newsroom.Identity;
using ContentApi.Newsroom.Imports;
using ContentApi.Newsroom.Keys;
using ContentApi.Newsroom.Previews;
using ContentApi.Newsroom.Publications;
using ContentApi.Newsroom.Topics;
using ContentApi.Publishing;
using ContentApi.Web;
using ContentApi.Web.Validation;
using FluentValidation;

namespace ContentApi.Newsroom;

internal static class NewsroomSetup
{
    /// <summary>Maps the routes of the newsroom.</summary>
    public static void MapNewsroomResources(this RouteGroupBuilder v1)
    {
        v1.MapDrafts();
        v1.MapVersions();
        v1.MapPublications();
        v1.MapSchedules();
        v1.MapPreviewLinks();
        v1.MapFounderWrites();
        v1.MapTopicWrites();
        v1.MapCollectionWrites();
        v1.MapImports();
        v1.MapKeys();
        v1.MapAudit();
    }

    public static void AddNewsroom(this WebApplicationBuilder builder)
    {
        // Validation errors use the JSON names of members.
        ValidatorOptions.Global.PropertyNameResolver = (_, member, _) => member is null ? null : JsonNamingPolicy.CamelCase.ConvertName(member.Name);
        ValidatorOptions.Global.DisplayNameResolver = ValidatorOptions.Global.PropertyNameResolver;
        ValidatorOptions.Global.LanguageManager = new ValidationMessages();
        builder.Services.AddSingleton<PublishingTransactions>().AddSingleton<PublicationPreparer>().AddSingleton<Publisher>().AddSingleton<LibraryEdits>().AddSingleton<LibraryEditor>().AddSingleton<Reindexer>().AddSingleton<DraftStore>().AddSingleton<VersionStore>().AddSingleton<ScheduleStore>().AddSingleton<StoryPreview>().AddSingleton<PreviewLinkStore>();
        builder.Services.AddSingleton<TermStatisticsCache>().AddSingleton<StoryComparer>().AddSingleton<IndexMaintenance>();
        builder.Services.AddHostedService<PublicationScheduler>().AddHostedService(services => services.GetRequiredService<IndexMaintenance>());
        builder.Services.AddSingleton<DraftVersionStore>().AddSingleton<DocumentWarnings>().AddSingleton<ApiKeyStore>().AddSingleton<AuditStore>();
        builder.Services.AddSingleton(NamedResourceKind.Founder).AddSingleton(NamedResourceKind.Topic).AddSingleton(typeof(NamedResourceEditor<>));
        builder.Services.AddScoped(services => FounderResource.Create(services.GetRequiredService<FounderReader>())).AddScoped(services => TopicResource.Create(services.GetRequiredService<TopicReader>())).AddScoped(typeof(NamedResourceWrites<,>));
        builder.Services.AddCollectionWrites();
        builder.Services.AddScoped<Importer>().AddScoped<SampleLibrary>();
        builder.Services.AddJsonContext(DraftJsonContext.Default).AddJsonContext(PublicationJsonContext.Default).AddJsonContext(PreviewJsonContext.Default).AddJsonContext(ImportJsonContext.Default).AddJsonContext(ApiKeyJsonContext.Default).AddJsonContext(AuditJsonContext.Default);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddValidatorsFromAssemblyContaining<StoryDocumentValidator>(ServiceLifetime.Singleton, includeInternalTypes: true);
    }
}
